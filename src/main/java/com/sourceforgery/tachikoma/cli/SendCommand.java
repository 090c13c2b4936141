package com.sourceforgery.tachikoma.cli;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachikoma send}: sends a mail and shows what becomes of it. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Send a mail through a webserver and follow it until it is delivered or bounced.",
        footer = {
            "",
            "Exit code: 0 when every mail is delivered (or taken, with --no-follow), 1 otherwise.",
            "",
            "A first mail:",
            "  export TACHIKOMA_CLIENT_URL=http://example.com:TOKEN@localhost:8070",
            "  echo Hello | tachikoma send --from me@example.com --to you@example.net \\",
            "      --subject 'First mail' --text -",
            "A template for two people, with a file, tomorrow at eight:",
            "  tachikoma send --from 'Shop <shop@example.com>' --to a@example.net --to b@example.net \\",
            "      --subject 'News for {{month}}' --template news.html --vars '{\"month\": \"May\"}' \\",
            "      --attach prices.pdf --at 2026-05-01T08:00",
            "",
            "Following takes events out of the queue of the token's user. Do not follow with the token of an",
            "application that reads events itself: give people a token of their own, or use --no-follow."
        })
public final class SendCommand implements Callable<Integer> {
    @Mixin
    private ServerOptions server;

    @Mixin
    private MailOptions mail;

    @Option(names = "--no-follow", description = "Only send.")
    private boolean noFollow;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Follow at most so long (${DEFAULT-VALUE}).")
    private int timeout;

    @Option(names = "--json", description = "A line of JSON for each step, for programs.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        OutgoingEmail request = mail.toRequest();
        Report report = new Report(spec.commandLine().getOut(), json);
        SentMails mails = new SentMails();
        try (Client client = server.connect()) {
            if (noFollow) {
                send(client, request, mails, report);
                return mails.count(MailState.REJECTED) == 0 ? 0 : 1;
            }
            try (EventFeed events = client.follow()) { // before sending, so that no event is missed
                send(client, request, mails, report);
                follow(events, mails, report);
            }
        }
        report.sum(mails);
        return mails.count(MailState.DELIVERED) == mails.all().size() ? 0 : 1;
    }

    private static void send(Client client, OutgoingEmail request, SentMails mails, Report report) {
        for (EmailQueueStatus status : client.send(request)) {
            report.tell(mails.add(status));
        }
    }

    private void follow(EventFeed events, SentMails mails, Report report) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(timeout);
        while (!mails.areFinal()) {
            Duration left = Duration.between(Instant.now(), end);
            if (left.isNegative()) {
                spec.commandLine()
                        .getErr()
                        .println("No final outcome within " + timeout + " seconds; stopped following.");
                return;
            }
            events.next(left).flatMap(mails::add).ifPresent(report::tell);
        }
    }
}
