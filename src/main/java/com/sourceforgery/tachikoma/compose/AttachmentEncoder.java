package com.sourceforgery.tachikoma.compose;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.compose.MimePart.Leaf;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.RelatedAttachment;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.ParameterList;
import jakarta.mail.internet.ParseException;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;

/** Makes MIME parts of attachments: what is the same in every recipient's mail, and is thus encoded once. */
final class AttachmentEncoder {
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private AttachmentEncoder() {}

    static Leaf encode(Attachment attachment) {
        return encode(attachment.getData(), attachment.getContentType(), attachment.getFileName(), "attachment", "");
    }

    /** A part that the html refers to as {@code cid:<content id>} (RFC 2392). */
    static Leaf encode(RelatedAttachment attachment) {
        String id = attachment.getContentId();
        String field = new HeaderFields()
                .add("Content-ID", id.startsWith("<") ? id : "<" + id + ">")
                .toString();
        return encode(attachment.getData(), attachment.getContentType(), attachment.getFileName(), "inline", field);
    }

    private static Leaf encode(ByteString data, String type, String fileName, String disposition, String moreFields) {
        ContentType contentType = parse(type);
        EncodedBody body = contentType.match("message/rfc822") ? message(data) : null;
        if (body == null) {
            body = EncodedBody.ofBytes(data.toByteArray());
            if (contentType.getPrimaryType().equalsIgnoreCase("message")) {
                contentType = parse(UNKNOWN_TYPE);
            }
        }
        FileName name = FileName.of(fileName);
        HeaderFields fields = new HeaderFields()
                .add("Content-Disposition", disposition + name.extendedParameter())
                .addAll(moreFields);
        return Leaf.of(withName(contentType, name), body, fields.toString());
    }

    /** RFC 2046 §5.2.1: messages are never sent as base64, so only one that needs no encoding keeps its type. */
    private static EncodedBody message(ByteString data) {
        byte[] bytes = EncodedBody.canonical(data.toString(StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
        return EncodedBody.isSevenBit(bytes) ? new EncodedBody("7bit", bytes) : null;
    }

    private static ContentType parse(String type) {
        try {
            return new ContentType(type.isBlank() ? UNKNOWN_TYPE : type);
        } catch (ParseException notAType) {
            return parse(UNKNOWN_TYPE);
        }
    }

    /** Parameters that the client gave are kept, but for the name, which is that of the file. */
    private static String withName(ContentType type, FileName name) {
        StringBuilder value = new StringBuilder(type.getBaseType());
        ParameterList parameters = type.getParameterList();
        if (parameters != null) {
            for (Enumeration<String> keys = parameters.getNames(); keys.hasMoreElements(); ) {
                String key = keys.nextElement();
                if (!key.equalsIgnoreCase("name")) {
                    value.append(";\r\n ").append(key).append('=').append(FileName.quoted(parameters.get(key)));
                }
            }
        }
        return value.append(name.oldParameter()).toString();
    }
}
