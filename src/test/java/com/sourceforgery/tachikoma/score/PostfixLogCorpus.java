package com.sourceforgery.tachikoma.score;

import com.sourceforgery.tachikoma.component.maillog.DeliveryReports;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Lines of Postfix's log, a YAML file each: {@code pattern} names the daemon, {@code data} is the line without its head,
 * {@code results} what is in it. A delivery line of a delivery agent is one event with exactly these values; no other line
 * is an event.
 */
final class PostfixLogCorpus implements Corpus {
    private static final Pattern DAEMON = Pattern.compile("POSTFIX_([A-Z_]+)");
    private static final Set<String> DELIVERY_AGENTS =
            Set.of("smtp", "lmtp", "virtual", "local", "error", "bounce", "pipe", "relay");
    private static final Pattern OUTCOME = Pattern.compile(",? ?status=(?<outcome>\\S+) \\((?<response>.*)\\)");
    private static final Set<String> OUTCOMES = Set.of("sent", "deferred", "bounced");

    @Override
    public String name() {
        return "postfix-log";
    }

    @Override
    public Scorecard score(Path folder) throws IOException {
        Scorecard card = new Scorecard();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                compare(path, card);
            }
        }
        return card;
    }

    private static void compare(Path path, Scorecard card) throws IOException {
        Map<?, ?> test = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(path));
        String name = path.getFileName().toString().replace(".yaml", "");
        String group = name.replaceFirst("_\\d+$", "");
        Matcher daemon = DAEMON.matcher(test.get("pattern").toString());
        if (!daemon.find()) {
            throw new IOException(path + " names no daemon");
        }
        String program = daemon.group(1).toLowerCase(Locale.ROOT).replace('_', '-');
        String line = "Jan  2 03:04:05 mx postfix/" + program + "[67]: " + test.get("data");
        String events = new DeliveryReports()
                .of(line, "test").stream().map(PostfixLogCorpus::text).collect(Collectors.joining("\n"));
        card.group(group, false)
                .compare(
                        group,
                        name,
                        expected(program, test.get("data").toString(), (Map<?, ?>) test.get("results")),
                        events);
    }

    private static String text(DeliveryNotification event) {
        return String.join(
                " | ",
                event.getQueueId(),
                event.getOriginalRecipient(),
                event.getStatus(),
                event.getReason(),
                event.getDiagnoseText());
    }

    /** By the file's own values; outcome and response, where it does not name them, are what follows its pairs. */
    private static String expected(String program, String data, Map<?, ?> results) {
        Object pairs = results.get("postfix_keyvalue_data");
        if (!DELIVERY_AGENTS.contains(program) || pairs == null) {
            return "";
        }
        Matcher rest = OUTCOME.matcher(
                data.substring(data.indexOf(pairs.toString()) + pairs.toString().length()));
        if (!rest.matches() || !OUTCOMES.contains(rest.group("outcome"))) {
            return "";
        }
        Map<String, String> values = Stream.of(pairs.toString().split(",\\s*"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        String response = results.entrySet().stream()
                .filter(entry -> entry.getKey().toString().endsWith("_response"))
                .map(entry -> entry.getValue().toString())
                .findAny()
                .orElse(rest.group("response"));
        return String.join(
                " | ",
                results.get("postfix_queueid").toString(),
                values.getOrDefault("orig_to", values.get("to")).replaceAll("^<|>$", ""),
                values.get("dsn"),
                "relay " + values.get("relay"),
                response);
    }
}
