package com.sourceforgery.tachikoma.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc.MailDeliveryServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.RoleProcess;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The real thing: a webserver in a process of its own, killed (-9) when the mail is stored and nobody has been told. */
class KilledBeforeTheAnswerIT {
    @RegisterExtension
    static final Installation installation = Installation.notStarted();

    static final TestDatabase database = installation.database();

    @Test
    void theSameRequestSentAgainIsTheSameMail() throws Exception {
        OutgoingEmail mail =
                Mails.to("once@world.example", "twice@world.example").build();

        try (RoleProcess slow = webserver("TACHIKOMA_HOME", homeWhoseAnswersTakeAMinute())) {
            MailDeliveryServiceBlockingStub delivery = delivery();
            CompletableFuture<EmailQueueStatusList> lost =
                    CompletableFuture.supplyAsync(() -> delivery.sendEmailUnary(mail));
            await().until(() -> database.count("outbox") == 2);
            slow.kill();
            ExecutionException failure = assertThrows(ExecutionException.class, lost::get);
            assertEquals(
                    Code.UNAVAILABLE,
                    ((StatusRuntimeException) failure.getCause()).getStatus().getCode());
        }

        try (RoleProcess again = webserver("TACHIKOMA_HOME", "")) {
            EmailQueueStatusList answer = delivery().sendEmailUnary(mail);
            assertEquals(answer, delivery().sendEmailUnary(mail));
            assertEquals(2, answer.getListCount());
            assertEquals(
                    database.queryForList("select email_id from outbox order by email_id", Long.class),
                    answer.getListList().stream()
                            .map(status -> status.getEmailId().getId())
                            .toList());
        }
    }

    private static String homeWhoseAnswersTakeAMinute() throws Exception {
        String entry = "        - to:\n            uri: direct:accept-email\n";
        String delay = "        - delay:\n            expression:\n"
                + "              constant:\n                expression: \"60000\"\n";
        String routes = Files.readString(Path.of("routes/accept.camel.yaml"));
        Path file = Files.createDirectories(installation.folder().resolve("home/routes"))
                .resolve("accept.camel.yaml");
        Files.writeString(file, routes.replace(entry, entry + delay));
        return installation.folder().resolve("home").toString();
    }

    private static RoleProcess webserver(String setting, String value) throws Exception {
        RoleProcess webserver = new RoleProcess(
                "webserver",
                installation.with(setting, value).webserverSettings(),
                installation.folder().resolve("webserver.log"));
        webserver.start();
        installation.connectTo(webserver);
        return webserver;
    }

    private static MailDeliveryServiceBlockingStub delivery() throws Exception {
        return Installation.withHeader("idempotency-key", "one mail", installation.delivery());
    }
}
