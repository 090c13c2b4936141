package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.accept.Validation.assertAccepted;
import static com.sourceforgery.tachikoma.accept.Validation.assertRefused;
import static com.sourceforgery.tachikoma.accept.Validation.valid;
import static com.sourceforgery.tachikoma.compose.ComposeFixture.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void aMailOf25MegabytesIsAccepted() {
        OutgoingEmail.Builder request = valid();
        request.addAttachmentsBuilder().setData(ByteString.copyFrom(new byte[25 * MEGABYTE - 1000]));

        assertAccepted(request);
    }

    @Test
    void bodiesAndAllAttachmentsTogetherCount() {
        OutgoingEmail.Builder request = valid();
        request.getStaticBuilder().setHtmlBody("x".repeat(9 * MEGABYTE));
        request.addAttachmentsBuilder().setData(ByteString.copyFrom(new byte[9 * MEGABYTE]));
        assertAccepted(request);
        request.addRelatedAttachmentsBuilder().setContentId("a").setData(ByteString.copyFrom(new byte[9 * MEGABYTE]));

        CallFailure failure = assertRefused(Reason.LIMIT, request, "attachments");

        assertEquals(
                "attachments: Bodies and attachments have 28311573 bytes, the limit is 26214400.",
                failure.getMessage());
    }

    @Test
    void theSizeOfAMailIsASetting() {
        RequestValidator small = new RequestValidator(Limits.DEFAULT.withMailBytes(10));

        CallFailure failure = assertThrows(CallFailure.class, () -> small.validate(valid().build(), "example.com"));

        assertEquals(Reason.LIMIT, failure.reason());
    }

    @Test
    void aRequestHas100000RecipientsAtMost() {
        EmailRecipient recipient = valid().getRecipients(0);
        OutgoingEmail.Builder request =
                valid().clearRecipients().addAllRecipients(Collections.nCopies(100_000, recipient));
        assertAccepted(request);

        CallFailure failure = assertRefused(Reason.LIMIT, request.addRecipients(recipient), "recipients");

        assertEquals("recipients: There are 100001, the limit is 100000.", failure.getMessage());
    }

    @Test
    void countsAreLimited() {
        OutgoingEmail.Builder bcc = valid();
        OutgoingEmail.Builder attachments = valid();
        OutgoingEmail.Builder headers = valid();
        OutgoingEmail.Builder tags = valid();
        for (int i = 0; i <= 500; i++) {
            bcc.addBcc(address("a@example.org"));
            attachments.addRelatedAttachmentsBuilder().setContentId("a");
            headers.putHeaders("X-" + i, "x");
            tags.getTrackingDataBuilder().addTags("x");
        }

        assertRefused(Reason.LIMIT, bcc, "bcc");
        assertRefused(Reason.LIMIT, attachments, "attachments");
        assertRefused(Reason.LIMIT, headers, "headers");
        assertRefused(Reason.LIMIT, tags, "tracking_data.tags");
    }

    @Test
    void sizesAreLimited() {
        String large = "x".repeat(40_000);
        OutgoingEmail.Builder request = valid().putHeaders("X-Large", large);
        assertRefused(Reason.LIMIT, request, "headers");

        request = valid();
        request.getTrackingDataBuilder().addTags(large);
        assertRefused(Reason.LIMIT, request, "tracking_data.tags[0]");

        request = valid();
        request.getTrackingDataBuilder().putMetadata("a", large);
        assertRefused(Reason.LIMIT, request, "tracking_data.metadata");

        request = valid();
        request.getRecipientsBuilder(0).putMetadata(large, "a");
        assertRefused(Reason.LIMIT, request, "recipients[0].metadata");

        request = valid();
        request.getRecipientsBuilder(0).getNamedEmailBuilder().setName(large);
        assertRefused(Reason.LIMIT, request, "recipients[0].named_email.name");

        request = valid();
        request.getStaticBuilder().setSubject(large);
        assertRefused(Reason.LIMIT, request, "static.subject");

        request = valid();
        request.addAttachmentsBuilder().setFileName(large);
        assertRefused(Reason.LIMIT, request, "attachments[0].file_name");

        assertRefused(
                Reason.LIMIT, valid().setUnsubscribeRedirectUri("https://e.org/" + large), "unsubscribe_redirect_uri");
    }
}
