package com.sourceforgery.tachikoma.accept;

import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.RelatedAttachment;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParseException;

/** What attachments are called and said to be. */
final class AttachmentRules {
    private AttachmentRules() {}

    static void check(OutgoingEmail request, Violations violations) {
        for (int i = 0; i < request.getAttachmentsCount(); i++) {
            Attachment attachment = request.getAttachments(i);
            String field = "attachments[" + i + "].";
            checkContentType(field + "content_type", attachment.getContentType(), violations);
            TextRules.checkLine(field + "file_name", attachment.getFileName(), violations);
        }
        for (int i = 0; i < request.getRelatedAttachmentsCount(); i++) {
            RelatedAttachment attachment = request.getRelatedAttachments(i);
            String field = "related_attachments[" + i + "].";
            checkContentType(field + "content_type", attachment.getContentType(), violations);
            TextRules.checkLine(field + "file_name", attachment.getFileName(), violations);
            checkContentId(field + "content_id", attachment.getContentId(), violations);
        }
    }

    /** RFC 2045 §5.1; none at all means unknown. Parts that hold parts are the server's to make. */
    private static void checkContentType(String field, String type, Violations violations) {
        if (type.isEmpty()) {
            return;
        }
        if (!type.chars().allMatch(c -> c >= ' ' && c < 127)) {
            violations.add(field, "There is a character in it that is not printable ASCII.");
            return;
        }
        try {
            if (new ContentType(type).match("multipart/*")) {
                violations.add(field, "An attachment cannot be a multipart.");
            }
        } catch (ParseException notAType) {
            violations.add(field, "This is no content type.");
        }
    }

    /** RFC 2392: an address specification, with or without angle brackets; any word without blanks is taken. */
    private static void checkContentId(String field, String id, Violations violations) {
        String bare = id.startsWith("<") && id.endsWith(">") && id.length() > 1 ? id.substring(1, id.length() - 1) : id;
        if (bare.isEmpty()) {
            violations.add(field, "The html can only refer to a part that has a content id.");
        } else if (!bare.chars().allMatch(c -> c > ' ' && c < 127 && c != '<' && c != '>')) {
            violations.add(field, "There is a character in it that a content id cannot have.");
        }
    }
}
