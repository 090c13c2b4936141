package com.sourceforgery.tachikoma.accept;

import com.google.protobuf.CodedOutputStream;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.RelatedAttachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TrackingData;
import java.util.List;
import java.util.Map;

/** Counts and sizes of a request; the first that is over its limit refuses it. */
record LimitRules(Limits limits) {

    /** @throws CallFailure over a limit */
    void check(OutgoingEmail request) {
        count("recipients", request.getRecipientsCount(), limits.recipients());
        count("bcc", request.getBccCount(), limits.bcc());
        count(
                "attachments",
                request.getAttachmentsCount() + request.getRelatedAttachmentsCount(),
                limits.attachments());
        count("headers", request.getHeadersCount(), limits.headers());
        bytes("headers", bytesOf(request.getHeadersMap()), limits.headerBytes());
        checkMailSize(request);
        checkTracking(request.getTrackingData());
        line("from.name", request.getFrom().getName());
        line("static.subject", request.getStatic().getSubject());
        line("template.subject", request.getTemplate().getSubject());
        line("unsubscribe_redirect_uri", request.getUnsubscribeRedirectUri());
        checkAttachments(request);
        checkRecipients(request.getRecipientsList());
    }

    private void checkMailSize(OutgoingEmail request) {
        long size = request.getStatic().getSerializedSize()
                + (long) request.getTemplate().getSerializedSize();
        for (Attachment attachment : request.getAttachmentsList()) {
            size += attachment.getData().size();
        }
        for (RelatedAttachment attachment : request.getRelatedAttachmentsList()) {
            size += attachment.getData().size();
        }
        if (size > limits.mailBytes()) {
            throw CallFailure.overLimit(
                    request.getAttachmentsCount() > 0 ? "attachments" : "body",
                    "Bodies and attachments have " + size + " bytes, the limit is " + limits.mailBytes() + ".");
        }
    }

    private void checkTracking(TrackingData tracking) {
        count("tracking_data.tags", tracking.getTagsCount(), limits.tags());
        for (int i = 0; i < tracking.getTagsCount(); i++) {
            bytes("tracking_data.tags[" + i + "]", tracking.getTagsBytes(i).size(), limits.tagBytes());
        }
        bytes("tracking_data.metadata", bytesOf(tracking.getMetadataMap()), limits.metadataBytes());
    }

    private void checkAttachments(OutgoingEmail request) {
        for (int i = 0; i < request.getAttachmentsCount(); i++) {
            Attachment attachment = request.getAttachments(i);
            line("attachments[" + i + "].file_name", attachment.getFileName());
            line("attachments[" + i + "].content_type", attachment.getContentType());
        }
        for (int i = 0; i < request.getRelatedAttachmentsCount(); i++) {
            RelatedAttachment attachment = request.getRelatedAttachments(i);
            line("related_attachments[" + i + "].file_name", attachment.getFileName());
            line("related_attachments[" + i + "].content_type", attachment.getContentType());
            line("related_attachments[" + i + "].content_id", attachment.getContentId());
        }
    }

    /** Makes field names for the wrong ones only: there may be very many. */
    private void checkRecipients(List<EmailRecipient> recipients) {
        for (int i = 0; i < recipients.size(); i++) {
            EmailRecipient recipient = recipients.get(i);
            if (recipient.getNamedEmail().getName().length() > limits.lineLength()) {
                line(
                        "recipients[" + i + "].named_email.name",
                        recipient.getNamedEmail().getName());
            }
            if (recipient.getMetadataCount() > 0 && bytesOf(recipient.getMetadataMap()) > limits.metadataBytes()) {
                bytes("recipients[" + i + "].metadata", bytesOf(recipient.getMetadataMap()), limits.metadataBytes());
            }
        }
    }

    private static void count(String field, int count, int limit) {
        if (count > limit) {
            throw CallFailure.overLimit(field, "There are " + count + ", the limit is " + limit + ".");
        }
    }

    private static void bytes(String field, long bytes, long limit) {
        if (bytes > limit) {
            throw CallFailure.overLimit(field, "This has " + bytes + " bytes, the limit is " + limit + ".");
        }
    }

    private void line(String field, String text) {
        if (text.length() > limits.lineLength()) {
            throw CallFailure.overLimit(
                    field, "This has " + text.length() + " characters, the limit is " + limits.lineLength() + ".");
        }
    }

    private static long bytesOf(Map<String, String> map) {
        long bytes = 0;
        for (Map.Entry<String, String> entry : map.entrySet()) {
            bytes += CodedOutputStream.computeStringSizeNoTag(entry.getKey());
            bytes += CodedOutputStream.computeStringSizeNoTag(entry.getValue());
        }
        return bytes;
    }
}
