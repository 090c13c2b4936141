package com.sourceforgery.tachikoma.sink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkStoreTest {
    @TempDir
    Path folder;

    private SinkStore open() throws IOException {
        return new SinkStore(folder);
    }

    private static StoredMail append(SinkStore store, String recipient, byte[] mail) throws IOException {
        try (Spool spool = Spool.read(new ByteArrayInputStream(mail), store.folder())) {
            return store.append(spool, "4Q" + recipient.hashCode(), "bounce@example.com", List.of(recipient));
        }
    }

    private static byte[] mail(String id) {
        return ("Message-ID: <" + id + "@example.com>\r\n\r\nBody of " + id + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void appendTo(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @Test
    void aMailIsFoundByRecipientIdAndTime() throws Exception {
        try (SinkStore store = open()) {
            append(store, "a@example.net", mail("a"));
            long cursor = store.end();
            StoredMail b = append(store, "zoë@example.net", mail("b"));
            assertEquals(List.of(b), store.find("ZOË@example.net"));
            assertEquals(Optional.of(b), store.mail(b.id()));
            assertEquals("<b@example.com>", b.messageId());
            try (Stream<StoredMail> later = store.after(cursor)) {
                assertEquals(List.of(b), later.toList());
            }
            assertArrayEquals(mail("b"), store.body(b));
        }
    }

    @Test
    void theNewestAreListedFirstPageByPage() throws Exception {
        try (SinkStore store = open()) {
            for (int i = 0; i < 250; i++) {
                append(store, "u" + i + "@example.net", mail("m" + i));
            }
            long before = Long.MAX_VALUE;
            int next = 249;
            for (List<StoredMail> page = store.latest(before, 40); !page.isEmpty(); page = store.latest(before, 40)) {
                for (StoredMail mail : page) {
                    assertEquals(
                            "u" + next-- + "@example.net",
                            mail.recipients().get(0).address());
                    before = mail.id();
                }
            }
            assertEquals(-1, next);
        }
    }

    @Test
    void anIdThatIsNoneFindsNothing() throws Exception {
        try (SinkStore store = open()) {
            append(store, "a@example.net", mail("a"));
            assertTrue(store.mail(7).isEmpty());
            assertTrue(store.mail(-1).isEmpty());
            assertTrue(store.mail(store.end()).isEmpty());
        }
    }

    @Test
    void aLargeMailGoesThroughATemporaryFileUnchanged() throws Exception {
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        try (SinkStore store = open()) {
            append(store, "a@example.net", mail("a"));
            StoredMail mail = append(store, "b@example.net", large);
            assertArrayEquals(large, store.body(mail));
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void whatACrashLeftHalfWrittenIsCutOff() throws Exception {
        StoredMail kept;
        try (SinkStore store = open()) {
            kept = append(store, "a@example.net", mail("a"));
        }
        appendTo(folder.resolve("index.jsonl"), "{\"id\":4711,\"time\":\"20");
        appendTo(folder.resolve("bodies"), "Subject: hal");
        Files.createFile(folder.resolve("receiving-1.tmp"));
        try (SinkStore store = open()) {
            assertEquals(List.of(kept), store.latest(Long.MAX_VALUE, 10));
            StoredMail next = append(store, "b@example.net", mail("b"));
            assertArrayEquals(mail("b"), store.body(next));
            assertEquals(2, store.count());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void aLineWhoseBodyIsMissingIsCutOff() throws Exception {
        try (SinkStore store = open()) {
            append(store, "a@example.net", mail("a"));
            append(store, "b@example.net", mail("b"));
        }
        Path bodies = folder.resolve("bodies");
        byte[] all = Files.readAllBytes(bodies);
        Files.write(bodies, java.util.Arrays.copyOf(all, all.length - 3));
        try (SinkStore store = open()) {
            assertEquals(1, store.count());
            assertArrayEquals(
                    mail("a"), store.body(store.latest(Long.MAX_VALUE, 1).get(0)));
        }
    }
}
