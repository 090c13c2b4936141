// The services of a Tachikoma webserver, loaded from its proto files; no generated code.
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import { fileURLToPath } from 'node:url';

const protos = process.env.TACHIKOMA_PROTO ?? fileURLToPath(new URL('../../../proto', import.meta.url));
const base = 'com/sourceforgery/tachikoma/grpc/frontend';
const files = [
  `${base}/maildelivery/mail_delivery_service.proto`,
  `${base}/tracking/tracking.proto`,
  `${base}/blockedemail/user_service.proto`,
];
const definition = protoLoader.loadSync(files, {
  includeDirs: [protos],
  keepCase: true,
  defaults: true,
  longs: String,
  enums: String,
  oneofs: true,
});
const frontend = grpc.loadPackageDefinition(definition).com.sourceforgery.tachikoma.grpc.frontend;

// url: http(s)://<mail domain>:<token>@<host>:<port>
export function connect(url) {
  const { protocol, username, password, host } = new URL(url);
  const channel = protocol === 'https:' ? grpc.credentials.createSsl() : grpc.credentials.createInsecure();
  const metadata = new grpc.Metadata();
  metadata.set('x-apitoken', `${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  const client = (Service) => {
    const stub = new Service(host, channel);
    return {
      // A call with one answer.
      call: (method, request, more = {}) => new Promise((resolve, reject) => {
        const own = metadata.clone();
        Object.entries(more).forEach(([name, value]) => own.set(name, value));
        stub[method](request, own, (error, answer) => (error ? reject(error) : resolve(answer)));
      }),
      // A call whose answer is a stream: for await (const item of stream(…)).
      stream: (method, request) => stub[method](request, metadata),
      close: () => stub.close(),
    };
  };
  return {
    mailDomain: decodeURIComponent(username),
    delivery: client(frontend.maildelivery.MailDeliveryService),
    notifications: client(frontend.tracking.DeliveryNotificationService),
    users: client(frontend.blockedemail.UserService),
  };
}
