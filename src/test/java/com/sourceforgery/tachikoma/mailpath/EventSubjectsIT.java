package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.sourceforgery.tachikoma.account.Tokens;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.sink.SinkStore;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class EventSubjectsIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Notifications withSubject;
    static Notifications without;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder).start();
        new JdbcTemplate(services.dataSource())
                .update(
                        "insert into app_user (account_id, role, token_hash) "
                                + "select id, 'FRONTEND', ? from account where mail_domain = ?",
                        Tokens.hash("second"),
                        Installation.DOMAIN);
        withSubject = follow(Installation.DOMAIN + ":second", true);
        without = follow(Installation.DOMAIN + ":" + installation.token(Installation.DOMAIN, "FRONTEND_ADMIN"), false);
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    private static Notifications follow(String token, boolean includeSubject) {
        Notifications notifications = new Notifications();
        Installation.withToken(token, DeliveryNotificationServiceGrpc.newStub(installation.channel()))
                .notificationStream(
                        NotificationStreamParameters.newBuilder()
                                .setIncludeSubject(includeSubject)
                                .build(),
                        notifications);
        return notifications;
    }

    private static Struct vars(String name, String value) {
        return Struct.newBuilder()
                .putFields(name, Value.newBuilder().setStringValue(value).build())
                .build();
    }

    private static List<String> subjectsOf(Notifications notifications, String recipient) {
        return notifications.all().stream()
                .filter(event -> event.getRecipientEmailAddress().getEmail().equals(recipient))
                .map(EmailNotification::getSubject)
                .toList();
    }

    private static void awaitSubject(String recipient, String subject) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertEquals(List.of(subject, subject), subjectsOf(withSubject, recipient));
            assertEquals(List.of("", ""), subjectsOf(without, recipient));
        });
    }

    private static String subjectInTheMail(String recipient) throws Exception {
        SinkStore store = installation.sink().store();
        byte[] mail = store.body(store.find(recipient).get(0));
        return new MimeMessage(null, new ByteArrayInputStream(mail)).getSubject();
    }

    @Test
    void theSubjectOfAStaticMailIsTold() throws Exception {
        installation.delivery().sendEmailUnary(Mails.to("static@world.example").build());

        awaitSubject("static@world.example", "Your order");
    }

    @Test
    void theSubjectOfATemplateIsThatOfEachRecipientsMail() throws Exception {
        OutgoingEmail.Builder mail = Mails.to("ada@world.example", "bea@world.example", "cleo@world.example");
        mail.setTemplate(TemplateBody.newBuilder()
                .setTemplatingEngine(TemplateEngine.MUSTASCH)
                .setSubject("Hi {{name}} & all")
                .setPlaintextTemplate("Hello")
                .setGlobalVars(vars("name", "you")));
        mail.getRecipientsBuilder(0).setTemplateVars(vars("name", "Åda"));
        mail.getRecipientsBuilder(1).setTemplateVars(vars("name", "B\nea"));

        installation.delivery().sendEmailUnary(mail.build());

        awaitSubject("ada@world.example", "Hi Åda & all");
        awaitSubject("bea@world.example", "Hi B ea & all");
        awaitSubject("cleo@world.example", "Hi you & all");
        assertEquals("Hi Åda & all", subjectInTheMail("ada@world.example"));
        assertEquals("Hi B ea & all", subjectInTheMail("bea@world.example"));
    }
}
