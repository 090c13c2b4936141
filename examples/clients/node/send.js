// Sends a mail and follows it until its outcome: node send.js FROM TO
// TACHIKOMA_CLIENT_URL=http(s)://<mail domain>:<token>@<host>:<port>
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from './tachikoma.js';

const [from, to] = process.argv.slice(2);
const { delivery, notifications } = connect(process.env.TACHIKOMA_CLIENT_URL);

// Follow first, so that no event is missed: the server sends metadata when it is ready to tell.
const events = notifications.stream('NotificationStreamWithKeepAlive', {});
await once(events, 'metadata');

const answer = await delivery.call(
  'SendEmailUnary',
  {
    from: { email: from },
    recipients: [{ named_email: { email: to } }],
    static: { subject: 'Hello from JavaScript', plaintext_body: 'It works.\n' },
  },
  // The same key again, after a failed call, sends no second mail.
  { 'idempotency-key': randomUUID() },
);
const status = answer.list[0];
console.log(`${to}: ${status.deliveryStatus}, id ${status.email_id.id}`);

for await (const item of events) {
  const event = item.email_notification;
  if (event?.email_id.id !== status.email_id.id) {
    continue;
  }
  console.log(`${to}: ${event.notification}`);
  if (['delivered_event', 'hard_bounced_event'].includes(event.notification)) {
    break;
  }
}
events.cancel();
delivery.close();
notifications.close();
