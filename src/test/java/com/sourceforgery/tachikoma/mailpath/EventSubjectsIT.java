package com.sourceforgery.tachikoma.mailpath;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateBody;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.ArrivedMail;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventSubjectsIT {
    @RegisterExtension
    static final Installation installation = Installation.whole();

    static Notifications withSubject;
    static Notifications without;

    @BeforeAll
    static void follow() throws Exception {
        withSubject = installation.follow(
                new Notifications(),
                FrontendUser.create(installation.database()).apiToken(),
                NotificationStreamParameters.newBuilder()
                        .setIncludeSubject(true)
                        .build());
        without = installation.follow(NotificationStreamParameters.getDefaultInstance());
    }

    private static Struct vars(String name, String value) {
        return Struct.newBuilder()
                .putFields(name, Value.newBuilder().setStringValue(value).build())
                .build();
    }

    private static List<String> subjectsOf(Notifications notifications, String recipient) {
        return notifications.about(recipient).stream()
                .map(EmailNotification::getSubject)
                .toList();
    }

    private static void awaitSubject(String recipient, String subject) {
        await().untilAsserted(() -> {
            assertEquals(List.of(subject, subject), subjectsOf(withSubject, recipient));
            assertEquals(List.of("", ""), subjectsOf(without, recipient));
        });
    }

    private static String subjectInTheMail(String recipient) throws Exception {
        return ArrivedMail.at(recipient, installation).message().getSubject();
    }

    @Test
    void theSubjectOfAStaticMailIsTold() throws Exception {
        installation.send("static@world.example");

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
