package com.sourceforgery.tachikoma.component.maillog;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTrailTest {
    @TempDir
    private Path folder;

    private Path log;
    private LogTrail trail;
    private LogPosition last;

    @BeforeEach
    void open() {
        log = folder.resolve("mail.log");
        trail = new LogTrail(log, null);
    }

    @AfterEach
    void close() throws IOException {
        trail.close();
    }

    private void write(String text) throws IOException {
        append(log, text);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<String> read() throws IOException {
        List<String> lines = new ArrayList<>();
        for (LogTrail.Line line = trail.next(); line != null; line = trail.next()) {
            lines.add(line.text());
            last = line.next();
        }
        return lines;
    }

    private void restart() throws IOException {
        trail.close();
        trail = new LogTrail(log, last);
    }

    /** As gzip does it: the time of the last change stays. */
    private static void compress(Path file) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        Path compressed = file.resolveSibling(file.getFileName() + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(file, out);
        }
        Files.setLastModifiedTime(compressed, modified);
        Files.delete(file);
    }

    private void rotateTo(String name, int minutesAgo) throws IOException {
        Path rotated = folder.resolve(name);
        Files.move(log, rotated);
        Files.setLastModifiedTime(rotated, FileTime.fromMillis(System.currentTimeMillis() - minutesAgo * 60_000L));
    }

    @Test
    void aLogThatIsNotThereYetIsWaitedFor() throws IOException {
        assertEquals(List.of(), read());
        write("one\n");
        assertEquals(List.of("one"), read());
    }

    @Test
    void aLineWithoutItsEndIsWaitedFor() throws IOException {
        write("one\ntw");
        assertEquals(List.of("one"), read());
        write("o\nthree\n");
        assertEquals(List.of("two", "three"), read());
    }

    @Test
    void aLineKnowsWhereItBeginsAndWhereTheNextOneDoes() throws IOException {
        write("one\ntwo\n");
        LogTrail.Line one = trail.next();
        LogTrail.Line two = trail.next();
        assertEquals(0, one.start().offset());
        assertEquals(4, one.next().offset());
        assertEquals(one.next(), two.start());
    }

    @Test
    void readingGoesOnWhereItEndedBeforeARestart() throws IOException {
        write("one\ntwo\n");
        read();
        restart();
        write("three\n");
        assertEquals(List.of("three"), read());
    }

    @Test
    void theLastLinesOfARenamedLogComeBeforeTheFirstOfTheNewOne() throws IOException {
        write("one\n");
        read();
        rotateTo("mail.log.1", 0);
        append(folder.resolve("mail.log.1"), "two\n");
        assertEquals(List.of("two"), read());
        write("three\n");
        append(folder.resolve("mail.log.1"), "late\n");
        assertEquals(List.of("late", "three"), read());
    }

    @Test
    void aLogThatWasRotatedAndCompressedAtOnceIsReadToItsEnd() throws IOException {
        write("one\ntwo\n");
        assertEquals("one", trail.next().text());
        rotateTo("mail.log.1", 0);
        compress(folder.resolve("mail.log.1"));
        write("three\n");
        assertEquals(List.of("two", "three"), read());
    }

    @Test
    void aRestartFindsItsPlaceInACompressedFileAndReadsAllThatFollowed() throws IOException {
        write("one\ntwo\n");
        last = trail.next().next();
        write("rest of the first\n");
        rotateTo("mail.log.20270101-000000", 3);
        compress(folder.resolve("mail.log.20270101-000000"));
        write("second file\n");
        rotateTo("mail.log-20270102", 2);
        write("third file\n");
        rotateTo("mail.log.1", 1);
        compress(folder.resolve("mail.log.1"));
        write("live\n");
        restart();
        assertEquals(List.of("two", "rest of the first", "second file", "third file", "live"), read());
    }

    @Test
    void aLineKeepsItsNameWhenItsFileIsRenamedAndCompressed() throws IOException {
        write("one\ntwo\n");
        last = trail.next().next();
        LogPosition before = trail.next().start();
        rotateTo("mail.log.1", 0);
        compress(folder.resolve("mail.log.1"));
        restart();
        LogPosition after = trail.next().start();
        assertEquals(before.file() + before.offset(), after.file() + after.offset());
    }

    @Test
    void aLogTruncatedInPlaceBeginsAnew() throws IOException {
        write("one\ntwo\n");
        read();
        LogPosition before = last;
        Files.writeString(log, "", StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(List.of(), read());
        write("new\n");
        assertEquals(List.of("new"), read());
        assertNotEquals(before.file(), last.file());
    }

    @Test
    void aLogTruncatedAndAlreadyLongerThanBeforeBeginsAnew() throws IOException {
        write("one\n");
        read();
        Files.writeString(log, "another first line\nanother second line\n", StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(List.of("another first line", "another second line"), read());
    }

    @Test
    void whatWasCopiedAwayBeforeATruncationIsReadFromTheCopy() throws IOException {
        write("one\ntwo, beg");
        assertEquals(List.of("one"), read());
        write("un\nthree\n");
        Files.copy(log, folder.resolve("mail.log.1"));
        Files.writeString(log, "four\n", StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(List.of("two, begun", "three", "four"), read());
    }

    @Test
    void aLostFileIsSkippedAndReadingGoesOnWithTheNext() throws IOException {
        write("one\n");
        read();
        Files.setLastModifiedTime(log, FileTime.fromMillis(System.currentTimeMillis() - 120_000));
        last = new LogPosition(last.file(), last.offset(), System.currentTimeMillis() - 120_000);
        Files.delete(log);
        write("two\n");
        rotateTo("mail.log.1", 1);
        write("three\n");
        restart();
        assertEquals(List.of("two", "three"), read());
    }

    @Test
    void anEndlessLineIsCutAndTheNextOneIsWhole() throws IOException {
        write("first\n" + "x".repeat(3 * LineReader.MAX_LINE_BYTES) + "\nnext\n");
        List<String> lines = read();
        assertEquals(3, lines.size());
        assertEquals(LineReader.MAX_LINE_BYTES, lines.get(1).length());
        assertEquals("next", lines.get(2));
    }

    @Test
    void bytesThatAreNoTextDoNoHarm() throws IOException {
        Files.write(log, new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b', '\n', 'c', '\n'});
        assertEquals(List.of("a\ufffd\ufffdb", "c"), read());
    }

    @Test
    void theEndOfTheLogIsAPlaceToReadFrom() throws IOException {
        assertNull(LogTrail.endOf(log));
        write("one\n");
        last = LogTrail.endOf(log);
        restart();
        write("two\n");
        assertEquals(List.of("two"), read());
        assertTrue(LogPosition.parse(last.toString()).equals(last));
    }

    @Test
    void umlautsCountAsBytes() throws IOException {
        Files.write(log, "größe\nb\n".getBytes(StandardCharsets.UTF_8));
        trail.next();
        assertEquals(8, trail.next().start().offset());
    }

    @Test
    void everyLineIsReadOnceWhileFilesAreRotatedAndCompressedUnderTheReader() throws Exception {
        int files = 300;
        List<String> written = new ArrayList<>(List.of("begin"));
        IntStream.range(0, files).forEach(file -> written.addAll(List.of("first of " + file, "last of " + file)));
        written.add("end");
        write("begin\n");
        List<String> found = read();
        ExecutorService logger = Executors.newSingleThreadExecutor();
        try {
            Future<?> logging = logger.submit(() -> {
                for (int file = 0; file < files; file++) {
                    write("first of " + file + "\n");
                    write("last of " + file + "\n");
                    rotateTo("mail.log." + file, files - file);
                    compress(folder.resolve("mail.log." + file));
                }
                write("end\n");
                return null;
            });
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                readOn(found);
                assertEquals(written, found);
            });
            logging.get();
        } finally {
            logger.shutdownNow();
        }
    }

    /** As the consumer reads: what fails at one moment is tried again at the next. */
    private void readOn(List<String> found) {
        try {
            for (LogTrail.Line line = trail.next(); line != null; line = trail.next()) {
                found.add(line.text());
            }
        } catch (IOException e) {
            // a file vanished under its name: it is looked for again
        }
    }
}
