package com.sourceforgery.tachikoma.accept;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.Tachikoma;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc.MailDeliveryServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Ports;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** The real thing: a webserver in a process of its own, killed (-9) when the mail is stored and nobody has been told. */
class KilledBeforeTheAnswerIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    Path folder;

    private final int port = Ports.free();

    @Test
    void theSameRequestSentAgainIsTheSameMail() throws Exception {
        OutgoingEmail mail =
                Mails.to("once@world.example", "twice@world.example").build();
        JdbcTemplate database = new JdbcTemplate(services.dataSource());

        Process slow = webserver(homeWhoseAnswersTakeAMinute());
        try {
            ManagedChannel channel = channel();
            CompletableFuture<EmailQueueStatusList> lost = CompletableFuture.supplyAsync(
                    () -> delivery(channel).withWaitForReady().sendEmailUnary(mail));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(folder.resolve("tokens"))
                            && database.queryForObject("select count(*) from outbox", Integer.class) == 2);
            slow.destroyForcibly().waitFor();
            ExecutionException failure = assertThrows(ExecutionException.class, lost::get);
            assertEquals(
                    Code.UNAVAILABLE,
                    ((StatusRuntimeException) failure.getCause()).getStatus().getCode());
            channel.shutdownNow();
        } finally {
            slow.destroyForcibly();
        }

        Process again = webserver(null);
        try {
            ManagedChannel channel = channel();
            EmailQueueStatusList answer = delivery(channel).withWaitForReady().sendEmailUnary(mail);
            assertEquals(answer, delivery(channel).sendEmailUnary(mail));
            assertEquals(2, answer.getListCount());
            assertEquals(
                    database.queryForList("select email_id from outbox order by email_id", Long.class),
                    answer.getListList().stream()
                            .map(status -> status.getEmailId().getId())
                            .toList());
            channel.shutdownNow();
        } finally {
            again.destroy();
            again.waitFor();
        }
    }

    private Path homeWhoseAnswersTakeAMinute() throws Exception {
        String entry = "        - to:\n            uri: direct:accept-email\n";
        String delay = "        - delay:\n            expression:\n"
                + "              constant:\n                expression: \"60000\"\n";
        String routes = Files.readString(Path.of("routes/accept.camel.yaml"));
        Path file = Files.createDirectories(folder.resolve("home/routes")).resolve("accept.camel.yaml");
        Files.writeString(file, routes.replace(entry, entry + delay));
        return folder.resolve("home");
    }

    private Process webserver(Path home) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Tachikoma.class.getName(),
                "webserver");
        Map<String, String> environment = builder.environment();
        environment.put("SQL_URL", services.sqlUrl());
        environment.put("MQ_URL", services.mqUrl());
        environment.put("MAIL_DOMAINS", Installation.DOMAIN);
        environment.put("LINK_SIGN_KEY", "link key of the tests");
        environment.put("WEBTOKEN_SIGN_KEY", "token key of the tests");
        environment.put("TACHIKOMA_ADDRESS", "127.0.0.1");
        environment.put("TACHIKOMA_PORT", Integer.toString(port));
        environment.put("TACHIKOMA_MANAGEMENT_PORT", Integer.toString(Ports.free()));
        environment.put("TACHIKOMA_TOKEN_FILE", folder.resolve("tokens").toString());
        environment.put("TACHIKOMA_SPOOL", folder.resolve("spool").toString());
        if (home != null) {
            environment.put("TACHIKOMA_HOME", home.toString());
        }
        Process started = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("webserver.log").toFile())
                .start();
        // Until it is ready it may answer UNAVAILABLE.
        await().atMost(Duration.ofSeconds(90)).until(this::isReady);
        return started;
    }

    private boolean isReady() throws InterruptedException {
        URI health = URI.create("http://127.0.0.1:" + port + "/health");
        try {
            return HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private ManagedChannel channel() {
        return ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
    }

    private MailDeliveryServiceBlockingStub delivery(ManagedChannel channel) {
        Metadata key = new Metadata();
        key.put(Metadata.Key.of("idempotency-key", Metadata.ASCII_STRING_MARSHALLER), "one mail");
        return Installation.withToken(adminToken(), MailDeliveryServiceGrpc.newBlockingStub(channel))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(key));
    }

    private String adminToken() {
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("tokens")));
        try {
            return Files.readAllLines(folder.resolve("tokens")).stream()
                    .map(line -> line.split(" "))
                    .filter(words -> words[1].equals("FRONTEND_ADMIN"))
                    .map(words -> words[0] + ":" + words[2])
                    .findFirst()
                    .orElseThrow();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
