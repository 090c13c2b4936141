package com.sourceforgery.tachikoma.component.maillog;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaillogConsumerTest {
    @TempDir
    private Path folder;

    private final List<DeliveryNotification> reports = new CopyOnWriteArrayList<>();
    private Path file;
    private CamelContext camel;

    /** What a route does with a report: the exchange is through when the future is. */
    public static final class Webserver {
        private final Function<DeliveryNotification, CompletableFuture<Void>> behaviour;

        private Webserver(Function<DeliveryNotification, CompletableFuture<Void>> behaviour) {
            this.behaviour = behaviour;
        }

        public CompletableFuture<Void> tell(DeliveryNotification report) {
            return behaviour.apply(report);
        }
    }

    @BeforeEach
    void names() {
        file = folder.resolve("mail.log");
    }

    @AfterEach
    void stop() throws Exception {
        if (camel != null) {
            camel.close();
        }
    }

    private void start(String options, Function<DeliveryNotification, CompletableFuture<Void>> behaviour)
            throws Exception {
        camel = new DefaultCamelContext();
        camel.getShutdownStrategy().setTimeout(1);
        camel.getRegistry().bind("maillog", new MaillogComponent(folder));
        camel.getRegistry().bind("webserver", new Webserver(behaviour));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("maillog:" + file + "?poll=5&saveInterval=5" + options).to("bean:webserver?method=tell");
            }
        });
        camel.start();
    }

    private void startKeeping() throws Exception {
        start("", report -> {
            reports.add(report);
            return CompletableFuture.completedFuture(null);
        });
    }

    private void write(String... recipients) throws IOException {
        StringBuilder lines = new StringBuilder("Jan  5 09:30:00 mail postfix/smtpd[1]: connect from x[192.0.2.1]\n");
        for (String recipient : recipients) {
            lines.append("Jan  5 09:30:00 mail postfix/smtp[1]: 9F3A2C: to=<")
                    .append(recipient)
                    .append(">, relay=mx, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (ok)\n");
        }
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> recipients() {
        return reports.stream().map(DeliveryNotification::getOriginalRecipient).toList();
    }

    private long savedOffset() throws IOException {
        return new PositionFile(folder.resolve("mail.log.position"))
                .load()
                .map(LogPosition::offset)
                .orElse(-1L);
    }

    @Test
    void eachDeliveryLineBecomesOneExchange() throws Exception {
        startKeeping();
        write("a@example.org", "b@example.org");
        await().until(() -> reports.size() == 2);
        assertEquals(List.of("a@example.org", "b@example.org"), recipients());
    }

    @Test
    void afterARestartOnlyNewLinesAreReported() throws Exception {
        write("a@example.org");
        startKeeping();
        await().until(() -> savedOffset() == Files.size(file));
        camel.close();
        write("b@example.org");
        startKeeping();
        await().until(() -> reports.size() == 2);
        assertEquals(List.of("a@example.org", "b@example.org"), recipients());
    }

    @Test
    void thePositionStaysBeforeTheFirstReportThatIsNotThrough() throws Exception {
        List<CompletableFuture<Void>> answers = new CopyOnWriteArrayList<>();
        write("a@example.org", "b@example.org", "c@example.org");
        start("", report -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        });
        await().until(() -> answers.size() == 3);
        answers.get(2).complete(null);
        answers.get(0).complete(null);
        await().until(() -> savedOffset() > 0);
        long afterFirst = savedOffset();
        assertTrue(afterFirst < Files.size(file));
        answers.get(1).complete(null);
        await().until(() -> savedOffset() == Files.size(file));
    }

    @Test
    void aReportThatWasNotThroughAtTheStopComesAgainWithTheSameCause() throws Exception {
        List<String> causes = new CopyOnWriteArrayList<>();
        write("a@example.org");
        start("", report -> {
            causes.add(report.getCause());
            return new CompletableFuture<>();
        });
        await().until(() -> !causes.isEmpty());
        camel.close();
        startKeeping();
        await().until(() -> !reports.isEmpty());
        assertEquals(causes.get(0), reports.get(0).getCause());
    }

    @Test
    void aFailedReportIsTriedAgain() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        write("a@example.org");
        start(
                "&retryDelay=5",
                report -> attempts.incrementAndGet() < 3
                        ? CompletableFuture.failedFuture(new IllegalStateException("not now"))
                        : CompletableFuture.completedFuture(null));
        await().until(() -> savedOffset() == Files.size(file));
        assertEquals(3, attempts.get());
    }

    @Test
    void noMoreReportsAreInFlightThanAllowed() throws Exception {
        List<CompletableFuture<Void>> answers = new CopyOnWriteArrayList<>();
        List<Integer> open = new CopyOnWriteArrayList<>();
        write("a@example.org", "b@example.org", "c@example.org", "d@example.org");
        start("&inFlight=2", report -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            answers.add(answer);
            open.add((int) answers.stream().filter(other -> !other.isDone()).count());
            return answer;
        });
        List<CompletableFuture<Void>> completed = new ArrayList<>();
        while (completed.size() < 4) {
            await().until(() -> answers.size() > completed.size());
            CompletableFuture<Void> next = answers.get(completed.size());
            completed.add(next);
            next.complete(null);
        }
        assertTrue(open.stream().allMatch(count -> count <= 2), open::toString);
    }

    @Test
    void reportsOfOneMailToOneRecipientKeepTheirOrder() throws Exception {
        List<CompletableFuture<Void>> answers = new CopyOnWriteArrayList<>();
        write("a@example.org", "a@example.org", "b@example.org");
        start("", report -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            reports.add(report);
            answers.add(answer);
            return answer;
        });
        await().until(() -> answers.size() == 1);
        answers.get(0).complete(null);
        await().until(() -> answers.size() == 3);
        assertEquals(List.of("a@example.org", "a@example.org", "b@example.org"), recipients());
    }
}
