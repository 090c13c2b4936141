package com.sourceforgery.tachikoma.hit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.config.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hits outlive the broker's absence, and whatever happens to the webserver meanwhile. */
class HitSpoolTest {
    private static final long ROOM = 1024 * 1024;

    @TempDir
    Path folder;

    private HitSpool open() {
        return new HitSpool(folder, ROOM);
    }

    private static Map<String, Object> hit(int number) {
        return Map.of("id", "hit " + number, "text", "with a\nline and ü");
    }

    private static List<Map<String, Object>> hits(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(HitSpoolTest::hit).toList();
    }

    /** Takes out all that waits, a few at a time. */
    private static List<Map<String, Object>> drain(HitSpool spool) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (List<Map<String, Object>> next = spool.next(3); !next.isEmpty(); next = spool.next(3)) {
            all.addAll(next);
            spool.forget();
        }
        return all;
    }

    private List<Path> files(String part) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(part))) {
            return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
        }
    }

    @Test
    void hitsComeOutInTheirOrderAndThenItIsEmpty() throws IOException {
        try (HitSpool spool = open()) {
            assertTrue(spool.isEmpty());
            spool.append(hits(1, 4));
            spool.appendOne(hit(5));
            assertFalse(spool.isEmpty());

            assertEquals(hits(1, 5), drain(spool));
            assertTrue(spool.isEmpty());
            assertEquals(0, spool.bytes());
            assertEquals(List.of(), files("hits-0"));
        }
    }

    @Test
    void hitsThatTheBrokerHasNotConfirmedComeAgain() {
        try (HitSpool spool = open()) {
            spool.append(hits(1, 5));

            assertEquals(hits(1, 3), spool.next(3));
            assertEquals(hits(1, 3), spool.next(3));
            spool.forget();
            assertEquals(hits(4, 5), spool.next(3));
        }
    }

    @Test
    void hitsMayComeInWhileOthersGoOut() {
        try (HitSpool spool = open()) {
            spool.append(hits(1, 2));
            assertEquals(hits(1, 2), spool.next(3));
            spool.append(hits(3, 4));
            spool.forget();

            assertFalse(spool.isEmpty());
            assertEquals(hits(3, 4), drain(spool));
            assertTrue(spool.isEmpty());
        }
    }

    @Test
    void theNextProcessFindsWhatTheLastOneHasLeft() {
        try (HitSpool spool = open()) {
            spool.append(hits(1, 2));
        }
        try (HitSpool spool = open()) {
            assertFalse(spool.isEmpty());
            spool.append(hits(3, 3));

            assertEquals(hits(1, 3), drain(spool));
        }
    }

    @Test
    void halfALineThatACrashHasLeftIsDroppedAndNothingElse() throws IOException {
        try (HitSpool spool = open()) {
            spool.append(hits(1, 2));
        }
        Files.writeString(files("hits-0").get(0), "{\"id\":\"hit 3\",\"te", StandardOpenOption.APPEND);
        try (HitSpool spool = open()) {
            spool.append(hits(4, 4));

            assertEquals(List.of(hit(1), hit(2), hit(4)), drain(spool));
            assertTrue(spool.isEmpty());
        }
    }

    @Test
    void aLineThatIsNoHitIsSetAsideAndStopsNoOther() throws IOException {
        try (HitSpool spool = open()) {
            spool.append(hits(1, 1));
        }
        Files.writeString(files("hits-0").get(0), "no hit\n", StandardOpenOption.APPEND);
        try (HitSpool spool = open()) {
            spool.append(hits(2, 2));

            assertEquals(hits(1, 2), drain(spool));
            assertEquals("no hit\n", Files.readString(folder.resolve("hits-0/damaged.txt")));
        }
    }

    @Test
    void processesThatRunAtTheSameTimeHaveFilesOfTheirOwn() {
        try (HitSpool first = open();
                HitSpool second = open()) {
            first.append(hits(1, 2));
            second.append(hits(3, 4));

            assertEquals(hits(3, 4), drain(second));
            assertEquals(hits(1, 2), drain(first));
        }
    }

    @Test
    void aProcessTakesOverWhatAnotherOneHasLeftForGood() {
        HitSpool gone = open();
        try (HitSpool alive = open()) {
            gone.append(hits(1, 5));
            assertEquals(List.of(), drain(alive));
            gone.close();

            assertEquals(hits(1, 5), drain(alive));
            assertTrue(alive.isEmpty());
        }
        try (HitSpool again = open()) {
            assertEquals(List.of(), drain(again));
        }
    }

    @Test
    void aFullSpoolRefusesHitsAndKeepsThoseItHas() {
        try (HitSpool spool = new HitSpool(folder, 200)) {
            spool.append(hits(1, 3));
            assertThrows(UncheckedIOException.class, () -> spool.append(hits(4, 7)));
            assertEquals(hits(1, 3), drain(spool));

            spool.append(hits(4, 4));
            assertEquals(hits(4, 4), drain(spool));
        }
    }

    @Test
    void aSpoolThatCannotBeWrittenIsNamedAtTheStart() throws IOException {
        Path file = Files.createFile(folder.resolve("no-folder"));

        String said = assertThrows(SettingException.class, () -> new HitSpool(file, ROOM))
                .getMessage();

        assertTrue(said.startsWith("TACHIKOMA_SPOOL names the folder " + file + ", which cannot be written"), said);
    }
}
