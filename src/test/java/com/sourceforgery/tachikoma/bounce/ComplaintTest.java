package com.sourceforgery.tachikoma.bounce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.bounce.Notice.Kind;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A complaint (RFC 5965) says its type, who complains and about which mail. */
class ComplaintTest {
    @ParameterizedTest
    @CsvSource(
            value = {
                "complaint,rfc5965,abuse,ada@world.example bob@world.example,order-1@example.com",
                "complaint-opt-out,rfc5965,opt-out-list,ada@world.example,order-1@example.com",
                "complaint-not-spam,rfc5965,not-spam,ada@world.example,order-1@example.com",
                "complaint-without-recipient,rfc5965,abuse,ada@world.example,order-1@example.com",
                "complaint-of-many,rfc5965,abuse,'',order-1@example.com",
                "complaint-in-mixed,rfc5965,abuse,ada@world.example,order-1@example.com",
                "complaint-declared-as-text,rfc5965,abuse,ada@world.example,order-1@example.com",
                "complaint-jmrp,jmrp,abuse,ada@world.example,order-1@example.com",
                "unsubscribing-by-apple,apple-unsubscribe,opt-out,ada@world.example,''"
            })
    void aComplaintIsRead(String name, String format, String type, String recipients, String messageId) {
        Notice notice = Notices.of(name);

        assertEquals(Kind.COMPLAINT, notice.kind());
        assertEquals(format, notice.format());
        assertEquals(type, notice.feedbackType());
        assertEquals(
                recipients,
                notice.reports().stream()
                        .map(report -> report.addresses().get(0))
                        .collect(Collectors.joining(" ")));
        assertEquals(messageId, notice.messageId());
    }

    @Test
    void aReportWithoutTypeIsUnreadable() {
        Notice notice = Notices.of("complaint-without-type");

        assertEquals(Kind.UNREADABLE, notice.kind());
        assertEquals("The feedback report has no Feedback-Type.", notice.fault());
        assertEquals("order-1@example.com", notice.messageId());
    }

    @Test
    void aReportThatIsMissingIsUnreadable() {
        assertEquals(
                "The feedback report has no part that can be read.",
                Notices.of("complaint-without-report").fault());
    }

    @ParameterizedTest
    @ValueSource(strings = {"receipt", "receipt-that-cannot-be-read"})
    void aReceiptReportsNobody(String name) {
        Notice notice = Notices.of(name);

        assertEquals(Kind.RECEIPT, notice.kind());
        assertEquals("", Notices.reports(notice));
        assertEquals(name.equals("receipt") ? "order-1@example.com" : "", notice.messageId());
    }
}
