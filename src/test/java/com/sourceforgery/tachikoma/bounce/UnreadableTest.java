package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.bounce.Notice.Kind;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is meant as a notice and cannot be read says so, for people to look at. */
class UnreadableTest {
    @ParameterizedTest
    @ValueSource(strings = {"unknown-wording", "unknown-wording-without-sender", "says-nothing-of-the-recipient"})
    void aNoticeThatNoRuleReadsIsUnreadableWithASentenceWhy(String name) {
        Notice notice = Notices.of(name);

        assertEquals(Kind.UNREADABLE, notice.kind());
        assertFalse(notice.fault().isEmpty());
        assertEquals("", Notices.reports(notice));
    }

    @Test
    void anEmptyMailIsUnrelatedUnlessItHasNoSender() {
        assertEquals(Kind.UNRELATED, Notices.from(null, "").kind());
        assertEquals(Kind.UNREADABLE, Notices.from("", "").kind());
    }

    @Test
    void aStreamThatBreaksIsNoShortMail() {
        FilterInputStream broken = new FilterInputStream(new ByteArrayInputStream(Notices.bytes("failed"))) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, Math.min(length, 100));
                if (available() == 0) {
                    throw new IOException("gone");
                }
                return read;
            }
        };

        assertThrows(UncheckedIOException.class, () -> Notices.from(broken));
    }
}
