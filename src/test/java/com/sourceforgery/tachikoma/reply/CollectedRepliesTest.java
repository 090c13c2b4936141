package com.sourceforgery.tachikoma.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Real replies mean what is published about them. The collections ({@code replies/collected*.csv}) were labelled before the
 * rules had seen them, and the rules' own examples are others. {@code reasons.csv} is made up: replies that sound as if the
 * address were dead and name another reason.
 */
class CollectedRepliesTest {
    private static final Path FOLDER = Path.of("src/test/resources/replies");

    private final ReplyRules rules = ReplyRules.packaged();

    private record Collected(String provider, Reply reply, String replyClass) {
        static Collected of(String line) {
            String[] parts = line.split("\\|", 4);
            return new Collected(parts[0], new Reply(parts[1], parts[3]), parts[2]);
        }
    }

    private static List<Collected> collection() throws IOException {
        return Stream.of(read("collected.csv"), read("collected-later.csv"), read("reasons.csv"))
                .flatMap(List::stream)
                .toList();
    }

    private static List<Collected> read(String file) throws IOException {
        return Files.readAllLines(FOLDER.resolve(file)).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(Collected::of)
                .toList();
    }

    @Test
    void eachCollectedReplyHasTheClassThatIsPublished() throws IOException {
        List<Collected> collection = collection();
        assertTrue(collection.size() >= 800, collection.size() + " replies are collected");
        List<String> wrong = collection.stream()
                .filter(collected -> !judged(collected).replyClass().equals(collected.replyClass()))
                .map(this::difference)
                .toList();
        assertEquals(List.of(), wrong, () -> "\n" + table(collection) + String.join("\n", wrong) + "\n");
    }

    @Test
    void noCollectedReplyBlocksUnlessTheRecipientIsDead() throws IOException {
        List<String> wrong = collection().stream()
                .filter(collected ->
                        judged(collected).blocks() != collected.replyClass().startsWith("dead-"))
                .map(this::difference)
                .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatTheRulesMissBlocksNobodyAndIsReallyMissed() throws IOException {
        List<String> wrong = read("missed.csv").stream()
                .filter(collected -> judged(collected).blocks()
                        || judged(collected).replyClass().equals(collected.replyClass()))
                .map(this::difference)
                .toList();
        assertEquals(List.of(), wrong);
    }

    private Judgement judged(Collected collected) {
        return rules.judge(collected.reply());
    }

    private String difference(Collected collected) {
        return "%s: %s, and is judged %s: %s|%s"
                .formatted(
                        collected.provider(),
                        collected.replyClass(),
                        judged(collected),
                        collected.reply().status(),
                        collected.reply().text());
    }

    private String table(List<Collected> collection) {
        Map<String, Map<String, Long>> byClass = collection.stream()
                .collect(Collectors.groupingBy(
                        Collected::replyClass,
                        TreeMap::new,
                        Collectors.groupingBy(
                                collected -> judged(collected).replyClass(), TreeMap::new, Collectors.counting())));
        return byClass.entrySet().stream()
                .map(entry -> "%-22s %s%n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
    }
}
