package com.sourceforgery.tachikoma.accept;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.grpc.frontend.Attachment;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.RelatedAttachment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * An {@link OutgoingEmail} as it is stored: without its recipients, which are rows, and with the SHA-256 of each
 * attachment's content in place of the content, which is stored once however many requests carry it.
 *
 * @param request what goes into {@code send_request.body}
 * @param contents by SHA-256 in hexadecimal
 */
public record StoredRequest(OutgoingEmail request, Map<String, ByteString> contents) {
    /** Takes the contents out. */
    public static StoredRequest of(OutgoingEmail email) {
        Map<String, ByteString> contents = new LinkedHashMap<>();
        OutgoingEmail stored =
                replaceContents(email.toBuilder().clearRecipients().build(), content -> {
                    byte[] hash = sha256(content);
                    contents.put(HexFormat.of().formatHex(hash), content);
                    return ByteString.copyFrom(hash);
                });
        return new StoredRequest(stored, contents);
    }

    /** Puts the contents in again. */
    public OutgoingEmail withContents() {
        return replaceContents(request, hash -> {
            String hex = HexFormat.of().formatHex(hash.toByteArray());
            ByteString content = contents.get(hex);
            if (content == null) {
                throw new IllegalStateException("The content of attachment " + hex + " is missing");
            }
            return content;
        });
    }

    private static OutgoingEmail replaceContents(OutgoingEmail email, Function<ByteString, ByteString> change) {
        OutgoingEmail.Builder builder = email.toBuilder();
        for (Attachment.Builder attachment : builder.getAttachmentsBuilderList()) {
            attachment.setData(change.apply(attachment.getData()));
        }
        for (RelatedAttachment.Builder attachment : builder.getRelatedAttachmentsBuilderList()) {
            attachment.setData(change.apply(attachment.getData()));
        }
        return builder.build();
    }

    private static byte[] sha256(ByteString content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ByteBuffer part : content.asReadOnlyByteBufferList()) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
