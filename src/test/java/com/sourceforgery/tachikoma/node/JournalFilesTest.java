package com.sourceforgery.tachikoma.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.config.SettingException;
import com.sourceforgery.tachikoma.node.JournalEntry.Kind;
import com.sourceforgery.tachikoma.node.JournalEntry.Mail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFilesTest {
    @TempDir
    private Path folder;

    private final List<JournalEntry> found = new ArrayList<>();

    private JournalFiles open(long fileBytes) throws IOException {
        found.clear();
        return new JournalFiles(folder, fileBytes, (entry, location) -> found.add(entry));
    }

    private static JournalEntry entry(String recipient) {
        return new JournalEntry(Kind.INTENT, 1, "-", new Mail("bounce-1@example.com", recipient));
    }

    private Path file() {
        return folder.resolve("journal-000000001.log");
    }

    @Test
    void entriesAreFoundAgainAfterAReopen() throws IOException {
        try (JournalFiles files = open(1000)) {
            files.append(entry("anna@example.org"));
            files.append(entry("bob@example.org"));
        }
        try (JournalFiles files = open(1000)) {
            assertEquals(List.of(entry("anna@example.org"), entry("bob@example.org")), found);
            assertEquals(1, files.newest());
        }
    }

    @Test
    void anEntryIsReadFromItsLocation() throws IOException {
        try (JournalFiles files = open(150)) {
            List<Long> locations = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                locations.add(files.append(entry(i + "@example.org")));
            }
            assertTrue(files.newest() > 1);
            for (int i = 0; i < 10; i++) {
                assertEquals(
                        entry(i + "@example.org"), files.read(locations.get(i)).orElseThrow());
            }
        }
    }

    @Test
    void aTornLastEntryIsCutOffAndWritingGoesOn() throws IOException {
        try (JournalFiles files = open(1000)) {
            files.append(entry("anna@example.org"));
        }
        String torn = entry("torn@example.org").toLine();
        Files.writeString(file(), torn.substring(0, torn.length() / 2), StandardOpenOption.APPEND);
        try (JournalFiles files = open(1000)) {
            assertEquals(List.of(entry("anna@example.org")), found);
            files.append(entry("bob@example.org"));
        }
        open(1000).close();
        assertEquals(List.of(entry("anna@example.org"), entry("bob@example.org")), found);
    }

    @Test
    void anEntryOfWhichTheDiskHasKeptOnlyPartIsLeftOut() throws IOException {
        try (JournalFiles files = open(1000)) {
            files.append(entry("anna@example.org"));
            files.append(entry("bob@example.org"));
        }
        byte[] bytes = Files.readAllBytes(file());
        bytes[20] = 0;
        Files.write(file(), bytes);
        open(1000).close();
        assertEquals(List.of(entry("bob@example.org")), found);
    }

    @Test
    void oneFlushServesAllWhoWaitForIt() throws Exception {
        int writers = 16;
        int each = 50;
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        try (JournalFiles files = open(1 << 20)) {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                done.add(pool.submit(() -> {
                    start.await();
                    for (int n = 0; n < each; n++) {
                        files.append(entry("anna@example.org"));
                        files.sync();
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> future : done) {
                future.get();
            }
            assertTrue(files.flushes() < writers * each, files.flushes() + " flushes");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatIsFlushedAlreadyIsNotFlushedAgain() throws IOException {
        try (JournalFiles files = open(1000)) {
            files.append(entry("anna@example.org"));
            files.sync();
            files.sync();
            assertEquals(1, files.flushes());
        }
    }

    @Test
    void aSecondNodeOnTheSameFolderIsTurnedAway() throws IOException {
        try (JournalFiles files = open(1000)) {
            SettingException refusal = assertThrows(SettingException.class, () -> open(1000));
            assertTrue(refusal.getMessage().startsWith("TACHIKOMA_STATE"), refusal.getMessage());
        }
    }

    @Test
    void controlCharactersInAnAddressDoNotBreakTheLine() throws IOException {
        try (JournalFiles files = open(1000)) {
            files.append(entry("a\r\n\tb@example.org"));
        }
        open(1000).close();
        assertEquals(List.of(entry("a???b@example.org")), found);
    }
}
