package com.sourceforgery.tachikoma.mailpath;

import static com.sourceforgery.tachikoma.testsupport.Mails.address;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.sink.StoredMail;
import com.sourceforgery.tachikoma.testsupport.ArrivedMail;
import com.sourceforgery.tachikoma.testsupport.FrontendUser;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** To whom a mail goes, whoever it is addressed to. */
class EnvelopeRecipientsIT {
    @RegisterExtension
    static final Installation installation = Installation.whole();

    static Notifications notifications;

    @BeforeAll
    static void follow() throws Exception {
        notifications = installation.follow();
    }

    @Test
    void aCopyToABccAddressGoesInTheSameTransactionAndIsNotNamed() throws Exception {
        installation
                .delivery()
                .sendEmailUnary(Mails.to("to@world.example")
                        .addBcc(address("archive@world.example"))
                        .build());
        ArrivedMail mail = ArrivedMail.at("to@world.example", installation);
        assertEquals(
                Set.of("to@world.example", "archive@world.example"),
                new TreeSet<>(mail.stored().recipients().stream()
                        .map(StoredMail.Recipient::address)
                        .toList()));
        assertFalse(mail.source().contains("archive"), mail.source());
    }

    @Test
    void aUserWithARecipientOverrideSendsAllItsMailThere() throws Exception {
        TestDatabase database = installation.database();
        FrontendUser tester = FrontendUser.create(database);
        database.update("update app_user set recipient_override = 'sandbox@world.example' where id = ?", tester.id());
        installation
                .withToken(tester.apiToken(), MailDeliveryServiceGrpc::newBlockingStub)
                .sendEmailUnary(Mails.to("customer@world.example")
                        .addBcc(address("boss@world.example"))
                        .build());
        ArrivedMail mail = ArrivedMail.at("sandbox@world.example", installation);
        assertEquals(
                Set.of("sandbox@world.example"),
                new TreeSet<>(mail.stored().recipients().stream()
                        .map(StoredMail.Recipient::address)
                        .toList()));
        await().until(() -> notifications.brief().contains("customer@world.example DELIVERED"));
        assertEquals(List.of(), installation.sink().store().find("customer@world.example"));
        assertEquals(List.of(), installation.sink().store().find("boss@world.example"));
    }
}
