package com.sourceforgery.tachikoma.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.account.Tokens;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.RawCall;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a running server answers to calls that it must refuse: status and words, with nothing stored. */
class BadInputIT {
    private static final String NO_CREDENTIALS =
            "UNAUTHENTICATED: The x-apitoken is missing or wrong: it is <mail domain>:<token>";
    private static final String WRONG_CREDENTIALS =
            "UNAUTHENTICATED: The credentials are not those of an active user: the x-apitoken is <mail domain>:<token>, "
                    + "an x-webtoken ends when the user's password or token is changed";

    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static JdbcTemplate database;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
        database = new JdbcTemplate(services.dataSource());
        database.update(
                "insert into app_user (account_id, role, token_hash) "
                        + "select id, 'FRONTEND', ? from account where mail_domain = 'example.com'",
                Tokens.hash("frontend"));
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    @AfterEach
    void nothingIsStored() {
        for (String table :
                new String[] {"send_request", "attachment", "email", "outbox", "early_status", "dead_letter"}) {
            assertEquals(0, database.queryForObject("select count(*) from " + table, Long.class), table);
        }
    }

    private static void assertRefused(String answer, Executable call) {
        Status status = assertThrows(StatusRuntimeException.class, call).getStatus();
        assertEquals(answer, status.getCode() + ": " + status.getDescription());
    }

    private static void assertSendRefused(String answer, String token) {
        assertRefused(answer, () -> Installation.withToken(
                        token, MailDeliveryServiceGrpc.newBlockingStub(installation.channel()))
                .sendEmailUnary(Mails.to("ada@world.example").build()));
    }

    @Test
    void aCallWithoutOrWithAWrongTokenIsUnauthenticated() throws Exception {
        assertRefused(NO_CREDENTIALS, () -> MailDeliveryServiceGrpc.newBlockingStub(installation.channel())
                .sendEmailUnary(Mails.to("ada@world.example").build()));
        assertSendRefused(WRONG_CREDENTIALS, "example.com:wrong");
        assertSendRefused(NO_CREDENTIALS, "no colon");
        assertSendRefused(WRONG_CREDENTIALS, "nowhere.example:" + installation.token("example.com", "FRONTEND_ADMIN"));
    }

    @Test
    void theTokenOfAnotherDomainIsUnauthenticated() throws Exception {
        assertSendRefused(WRONG_CREDENTIALS, "example.com:" + installation.token("example.net", "FRONTEND_ADMIN"));
    }

    @Test
    void aNodeMayNotCallWhatSoftwareCalls() throws Exception {
        String answer = "PERMISSION_DENIED: A user with role BACKEND may not call this";
        String node = "example.com:" + installation.token("example.com", "BACKEND");
        assertSendRefused(answer, node);
        assertRefused(answer, () -> Installation.withToken(
                        node, MailDeliveryServiceGrpc.newBlockingStub(installation.channel()))
                .sendEmail(Mails.to("ada@world.example").build())
                .next());
        assertRefused(answer, () -> Installation.withToken(
                        node, DeliveryNotificationServiceGrpc.newBlockingStub(installation.channel()))
                .notificationStream(NotificationStreamParameters.getDefaultInstance())
                .next());
    }

    @Test
    void softwareMayNotCallWhatNodesCall() {
        assertRefused("PERMISSION_DENIED: A user with role FRONTEND may not call this", () -> Installation.withToken(
                        "example.com:frontend", MTADeliveryNotificationsGrpc.newBlockingStub(installation.channel()))
                .setDeliveryStatus(DeliveryNotification.getDefaultInstance()));
        try (FakeNode node = FakeNode.connect("example.com:frontend", installation.channel())) {
            await().until(() -> node.ended() != null);
            assertEquals(Status.Code.PERMISSION_DENIED, node.ended().getCode());
            assertEquals(
                    "A user with role FRONTEND may not call this", node.ended().getDescription());
        }
    }

    private static Arguments mail(String name, Consumer<OutgoingEmail.Builder> mistake, String answer) {
        OutgoingEmail.Builder mail = Mails.to("ada@world.example");
        mistake.accept(mail);
        return Arguments.of(name, mail.build(), answer);
    }

    private static Attachment attachment(String fileName) {
        return Attachment.newBuilder()
                .setContentType("text/plain")
                .setFileName(fileName)
                .setData(ByteString.copyFromUtf8("text"))
                .build();
    }

    private static Consumer<OutgoingEmail.Builder> recipient(String address, String name) {
        return mail -> mail.getRecipientsBuilder(0)
                .setNamedEmail(NamedEmailAddress.newBuilder().setEmail(address).setName(name));
    }

    private static Consumer<OutgoingEmail.Builder> template(String html) {
        return mail -> mail.setTemplate(TemplateBody.newBuilder().setHtmlTemplate(html));
    }

    static Stream<Arguments> wrongMails() {
        String lineEnd = "There is a line end or a NUL character in it.";
        return Stream.of(
                mail(
                        "foreign From",
                        mail -> mail.getFromBuilder().setEmail("shop@example.net"),
                        "PERMISSION_DENIED: from.email: The sender's domain must be example.com."),
                mail(
                        "reply-to of another domain",
                        mail -> mail.getReplyToBuilder().setEmail("shop@example.net"),
                        "INVALID_ARGUMENT: reply_to.email: The domain that answers go to must be example.com."),
                mail(
                        "no body",
                        OutgoingEmail.Builder::clearBody,
                        "INVALID_ARGUMENT: body: There is neither a static body nor a template."),
                mail(
                        "empty body",
                        mail -> mail.setStatic(StaticBody.newBuilder().setSubject("Nothing")),
                        "INVALID_ARGUMENT: static: There is neither an html nor a plain text body."),
                mail(
                        "no recipient",
                        OutgoingEmail.Builder::clearRecipients,
                        "INVALID_ARGUMENT: recipients: There is no recipient."),
                mail(
                        "broken template",
                        template("Hi\n{{#name}}"),
                        "INVALID_ARGUMENT: template.html_template: Section missing close tag 'name' @ line 2"),
                mail(
                        "partial",
                        template("{{> footer}}"),
                        "INVALID_ARGUMENT: template.html_template: The template uses the partial {{>footer}}, and there are none."),
                mail(
                        "unknown time zone",
                        mail -> mail.setTimeZone("Europe/Atlantis"),
                        "INVALID_ARGUMENT: time_zone: The time zone is unknown."),
                mail(
                        "CR LF in the subject",
                        mail -> mail.getStaticBuilder().setSubject("Hi\r\nBcc: eve@evil.example"),
                        "INVALID_ARGUMENT: static.subject: " + lineEnd),
                mail(
                        "CR LF in the sender's name",
                        mail -> mail.getFromBuilder().setName("Shop\r\nBcc: eve@evil.example"),
                        "INVALID_ARGUMENT: from.name: " + lineEnd),
                mail(
                        "CR LF in the recipient's name",
                        recipient("ada@world.example", "Ada\r\nBcc: eve@evil.example"),
                        "INVALID_ARGUMENT: recipients[0].named_email.name: " + lineEnd),
                mail(
                        "CR LF in a header",
                        mail -> mail.putHeaders("X-Order", "7\r\nBcc: eve@evil.example"),
                        "INVALID_ARGUMENT: headers[X-Order]: " + lineEnd),
                mail(
                        "CR LF in a header's name",
                        mail -> mail.putHeaders("X-Order\r\nBcc", "7"),
                        "INVALID_ARGUMENT: headers[X-Order??Bcc]: This is no header name."),
                mail(
                        "CR LF in a file name",
                        mail -> mail.addAttachments(attachment("a\r\nContent-Type: text/html")),
                        "INVALID_ARGUMENT: attachments[0].file_name: " + lineEnd),
                mail(
                        "CR LF in an address",
                        recipient("ada\r\n@world.example", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has a part before the @ that is not valid."),
                mail(
                        "CR LF in the sender's address",
                        mail -> mail.getFromBuilder().setEmail("a@example.com\r\n"),
                        "INVALID_ARGUMENT: from.email: The address has a domain that is not a valid domain name."),
                mail(
                        "no @",
                        recipient("ada", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has no @."),
                mail(
                        "no address",
                        recipient("", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address is missing."),
                mail(
                        "two dots",
                        recipient("ada..b@world.example", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has a part before the @ that is not valid."),
                mail(
                        "a domain with a blank",
                        recipient("ada@wor ld.example", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has a domain that is not a valid domain name."),
                mail(
                        "an address literal",
                        recipient("ada@[192.0.2.1]", ""),
                        "INVALID_ARGUMENT: recipients[0].named_email.email: The address has a domain that is not a valid domain name."),
                mail(
                        "a bcc that is none",
                        mail -> mail.addBcc(EmailAddress.newBuilder().setEmail("<ada@world.example>")),
                        "INVALID_ARGUMENT: bcc[0].email: The address has a part before the @ that is not valid."),
                mail(
                        "From in headers",
                        mail -> mail.putHeaders("From", "ceo@example.com"),
                        "INVALID_ARGUMENT: headers[From]: Only the server sets this header."),
                mail(
                        "list-unsubscribe in headers",
                        mail -> mail.putHeaders("list-unsubscribe-post", "x"),
                        "INVALID_ARGUMENT: headers[list-unsubscribe-post]: Only the server sets this header."),
                mail(
                        "26 MB attachment",
                        mail -> mail.addAttachments(
                                attachment("big").toBuilder().setData(ByteString.copyFrom(new byte[26 * 1024 * 1024]))),
                        "RESOURCE_EXHAUSTED: attachments: Bodies and attachments have 27263010 bytes, the limit is 26214400."),
                mail(
                        "100,001 recipients",
                        mail -> {
                            EmailRecipient recipient = mail.getRecipients(0);
                            for (int i = 0; i < 100_000; i++) {
                                mail.addRecipients(recipient);
                            }
                        },
                        "RESOURCE_EXHAUSTED: recipients: There are 100001, the limit is 100000."));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("wrongMails")
    void aMailThatBreaksARuleIsRefusedWithTheFieldNamed(String name, OutgoingEmail mail, String answer) {
        assertRefused(answer, () -> installation.delivery().sendEmailUnary(mail));
        assertRefused(answer, () -> installation.delivery().sendEmail(mail).next());
    }

    /** What a client of its own rules does after its headers, with the right token. */
    private interface Act {
        void on(RawCall call);
    }

    private static void assertRawRefused(String answer, Act act, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("x-apitoken", "example.com:frontend"));
        all.addAll(List.of(headers));
        try (RawCall call = RawCall.to(installation.port(), "SendEmailUnary", all.toArray(String[]::new))) {
            act.on(call);
            await().until(() -> call.trailers().containsKey("grpc-status")
                    || call.trailers().containsKey("failure"));
            Map<String, String> trailers = call.trailers();
            assertEquals(
                    answer,
                    Status.fromCodeValue(Integer.parseInt(trailers.get("grpc-status")))
                                    .getCode()
                            + ": "
                            + URLDecoder.decode(trailers.get("grpc-message"), StandardCharsets.UTF_8));
        }
    }

    @Test
    void bytesThatAreNoMessageAreInvalid() throws Exception {
        String answer = "INVALID_ARGUMENT: The request is not a message of the type that this rpc takes";
        assertRawRefused(answer, call -> call.sendMessage(new byte[] {(byte) 0xff, 1, 2, 3}));
        byte[] cut = Mails.to("ada@world.example").build().toByteArray();
        assertRawRefused(answer, call -> call.sendMessage(Arrays.copyOf(cut, cut.length - 3)));
    }

    @Test
    void noMessageAndTwoMessagesAreInvalid() throws Exception {
        byte[] mail = Mails.to("ada@world.example").build().toByteArray();
        assertRawRefused("INVALID_ARGUMENT: This rpc takes a request message", RawCall::end);
        assertRawRefused("INVALID_ARGUMENT: This rpc takes one request message", call -> {
            call.sendFrame(0, mail.length, mail);
            call.sendMessage(mail);
        });
    }

    @Test
    void aGzipBombIsNotExpanded() throws Exception {
        OutgoingEmail.Builder mail = Mails.to("ada@world.example");
        mail.getStaticBuilder().setHtmlBody("x".repeat(100 * 1024 * 1024));
        byte[] bomb = gzip(mail.build());
        assertTrue(bomb.length < 1024 * 1024);
        assertRawRefused(
                "RESOURCE_EXHAUSTED: Decompressed gRPC message exceeds maximum size 36700160",
                call -> {
                    call.sendFrame(1, bomb.length, bomb);
                    call.end();
                },
                "grpc-encoding",
                "gzip");
    }

    private static byte[] gzip(OutgoingEmail mail) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            mail.writeTo(gzip);
        }
        return compressed.toByteArray();
    }

    @Test
    void aFrameThatIsLongerThanAnyMessageMayBeIsRefusedBeforeItHasCome() throws Exception {
        assertRawRefused(
                "RESOURCE_EXHAUSTED: gRPC message exceeds maximum size 36700160: 2147483647",
                call -> call.sendFrame(0, Integer.MAX_VALUE, new byte[1024]));
    }
}
