import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsResponse;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Sends a mail and follows it until its outcome: Send.java FROM TO, with
 * TACHIKOMA_CLIENT_URL=http(s)://<mail domain>:<token>@<host>:<port>.
 */
public final class Send {
    public static void main(String[] arguments) throws Exception {
        URI url = URI.create(System.getenv("TACHIKOMA_CLIENT_URL"));
        ManagedChannelBuilder<?> builder = ManagedChannelBuilder.forAddress(url.getHost(), url.getPort());
        ManagedChannel channel = (url.getScheme().equals("https") ? builder : builder.usePlaintext()).build();

        // Follow first, so that no event is missed: the first answer says that the subscription is open.
        BlockingClientCall<FollowEventsRequest, FollowEventsResponse> events = EventServiceGrpc.newBlockingV2Stub(channel)
                .withInterceptors(metadata("x-apitoken", url.getUserInfo()))
                .followEvents();
        events.write(FollowEventsRequest.newBuilder()
                .setOpen(OpenSubscription.newBuilder().setSubscription("example"))
                .build());
        events.read();

        OutgoingEmail mail = OutgoingEmail.newBuilder()
                .setFrom(NamedEmailAddress.newBuilder().setEmail(arguments[0]))
                .addRecipients(EmailRecipient.newBuilder()
                        .setNamedEmail(NamedEmailAddress.newBuilder().setEmail(arguments[1])))
                .setStatic(StaticBody.newBuilder()
                        .setSubject("Hello from Java")
                        .setPlaintextBody("It works.\n"))
                .build();
        EmailQueueStatus status = MailDeliveryServiceGrpc.newBlockingStub(channel)
                .withInterceptors(
                        metadata("x-apitoken", url.getUserInfo()),
                        // The same key again, after a failed call, sends no second mail.
                        metadata("idempotency-key", UUID.randomUUID().toString()))
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .sendEmailUnary(mail)
                .getList(0);
        System.out.println(arguments[1] + ": " + status.getDeliveryStatusCase() + ", id " + status.getEmailId().getId());

        for (boolean ended = false; !ended; ) {
            FollowEventsResponse response = events.read();
            if (response.hasEvent()) {
                EmailNotification event = response.getEvent().getEmailNotification();
                if (event.getEmailId().equals(status.getEmailId())) {
                    System.out.println(arguments[1] + ": " + event.getNotificationCase());
                    ended = event.hasDeliveredEvent() || event.hasHardBouncedEvent();
                }
                // Done with it: it does not come again.
                events.write(FollowEventsRequest.newBuilder()
                        .setAcknowledgedEventId(event.getEventId())
                        .build());
            }
        }
        channel.shutdownNow();
    }

    private static ClientInterceptor metadata(String name, String value) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        return MetadataUtils.newAttachHeadersInterceptor(metadata);
    }
}
