package com.sourceforgery.tachikoma.score;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.IncomingEmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc.MTAEmailQueueBlockingStub;
import com.sourceforgery.tachikoma.score.ExpectedBounces.Row;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * Bounces, delay notices, complaints and automatic answers as they were received. For each recipient a mail is sent through a
 * running installation, and the bounce handed to its bounce address; compared are the events and the block list. Mails of the
 * neighbouring folder {@code inbound-mime} are no bounces: handed to a bounce address, they make no event.
 */
final class BounceCorpus implements Corpus {
    private static final String DETECTED = "1 kind of event";
    private static final String STATUS = "2 status";
    private static final String EXACT = "3 machine-readable: all exact";
    private static final String SOFT_AS_HARD = "4 living address not blocked";
    private static final String HARD_AS_SOFT = "5 dead address blocked";
    private static final String OTHER_MAIL = "6 other mail makes no event";

    /** Of mails whose recipient the material does not tell. */
    private static final String SOMEBODY = "reader@world.example";

    private final Map<String, Map<String, Integer>> classes = new TreeMap<>();

    private record Seen(String kind, String status, String action, String replyClass, boolean isBlocked) {}

    private JdbcTemplate database;
    private MTAEmailQueueBlockingStub incoming;
    private FakeNode node;
    private Installation installation;

    @Override
    public String name() {
        return "bounces";
    }

    @Override
    public Scorecard score(Path folder) throws Exception {
        Scorecard card = new Scorecard()
                .group(DETECTED, false)
                .group(STATUS, false)
                .group(EXACT, false)
                .group(SOFT_AS_HARD, false)
                .group(HARD_AS_SOFT, true)
                .group(OTHER_MAIL, false);
        RealServices services = new RealServices();
        Path scratch = Files.createTempDirectory("tachikoma-score");
        try (Installation started = new Installation(services, scratch)) {
            installation = started;
            started.startWebserver();
            database = new JdbcTemplate(services.dataSource());
            incoming = started.as("BACKEND", MTAEmailQueueGrpc::newBlockingStub);
            node = FakeNode.queueingAll(started.apiToken("BACKEND"), started.channel());
            for (Row row : ExpectedBounces.read(folder)) {
                compare(card, row, bounced(row));
            }
            otherMails(card, folder.resolveSibling("inbound-mime"));
            node.close();
        } finally {
            services.afterAll(null);
            FileSystemUtils.deleteRecursively(scratch);
        }
        card.note(matrix());
        return card;
    }

    private Seen bounced(Row row) throws Exception {
        installation.send(row.recipient().isEmpty() ? SOMEBODY : row.recipient());
        EmailMessage mail = node.take();
        receive(mail, row.mail());
        List<Seen> seen = database.query(
                "select v.kind, coalesce(v.status, '') as status, coalesce(v.detail ->> 'action', '') as action,"
                        + " coalesce(v.detail ->> 'class', '') as class, b.id is not null as blocked"
                        + " from email_event v left join blocked_email b on b.event_id = v.id"
                        + " where v.email_id = ? and v.kind <> 'QUEUED'",
                (result, number) -> new Seen(
                        result.getString(1),
                        result.getString(2),
                        result.getString(3),
                        result.getString(4),
                        result.getBoolean(5)),
                mail.getEmailId());
        database.update("delete from blocked_email");
        return seen.isEmpty() ? new Seen("none", "", "", "", false) : seen.get(0);
    }

    private void receive(EmailMessage mail, Path received) throws IOException {
        incoming.incomingEmail(IncomingEmailMessage.newBuilder()
                .setEmailAddress(mail.getFrom())
                .setBody(ByteString.copyFrom(Files.readAllBytes(received)))
                .build());
    }

    private void compare(Scorecard card, Row row, Seen seen) {
        String kind = kind(row);
        card.compare(DETECTED, row.name(), kind, seen.kind());
        boolean isBounce = kind.endsWith("BOUNCED") || kind.equals("DELIVERED");
        if (isBounce && !row.status().isEmpty()) {
            card.compare(STATUS, row.name(), row.status(), seen.status());
        }
        if (isBounce && row.isMachineReadable()) {
            card.compare(EXACT, row.name(), row.status() + " " + row.action(), seen.status() + " " + seen.action());
        }
        if (!row.reason().equals("feedback")) {
            String group = row.isDead() ? HARD_AS_SOFT : SOFT_AS_HARD;
            card.compare(
                    group,
                    row.name() + " " + row.reason() + " as " + seen.replyClass(),
                    row.isDead() + "",
                    seen.isBlocked() + "");
        }
        String replyClass = seen.replyClass().isEmpty() ? seen.kind().toLowerCase() : seen.replyClass();
        classes.computeIfAbsent(row.reason(), reason -> new TreeMap<>()).merge(replyClass, 1, Integer::sum);
    }

    /** The kind of event that is to come of it. */
    private static String kind(Row row) {
        return switch (row.reason()) {
            case "vacation" -> "none";
            case "feedback" ->
                switch (row.feedbackType()) {
                    case "abuse", "fraud" -> "SPAM";
                    case "opt-out", "opt-out-list" -> "UNSUBSCRIBED";
                    case "" -> "SPAM";
                    default -> "none";
                };
            default ->
                switch (row.action()) {
                    case "delivered" -> "DELIVERED";
                    case "delayed" -> "SOFT_BOUNCED";
                    case "relayed", "expanded" -> "none";
                    default -> row.status().startsWith("4") ? "SOFT_BOUNCED" : "HARD_BOUNCED";
                };
        };
    }

    private void otherMails(Scorecard card, Path folder) throws Exception {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList()) {
                installation.send(SOMEBODY);
                EmailMessage mail = node.take();
                receive(mail, path);
                Integer events = database.queryForObject(
                        "select count(*) from email_event where email_id = ? and kind <> 'QUEUED'",
                        Integer.class,
                        mail.getEmailId());
                card.compare(OTHER_MAIL, path.getFileName().toString(), "0", Objects.toString(events));
            }
        }
    }

    private String matrix() {
        StringBuilder lines = new StringBuilder("expected reason: classes given%n".formatted());
        classes.forEach((reason, given) -> lines.append("  %-18s %s%n".formatted(reason, given)));
        return lines.toString();
    }
}
