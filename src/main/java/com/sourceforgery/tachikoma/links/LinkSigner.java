package com.sourceforgery.tachikoma.links;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlSignedMessage;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlTrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.SignedUnsubscribeData;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.UnsubscribeData;
import com.sourceforgery.tachikoma.signing.MessageSigner;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Signs and verifies the tokens in links: url-safe base64 without padding (RFC 4648 §5) of a message and its signature.
 */
public final class LinkSigner {
    private static final String TRACKING = UrlTrackingData.getDescriptor().getFullName();
    private static final String UNSUBSCRIBE = UnsubscribeData.getDescriptor().getFullName();

    private final MessageSigner signer;

    /** @param keys at least one; the first signs, all verify, so that keys can be changed while old links live */
    public LinkSigner(List<String> keys) {
        signer = new MessageSigner(keys);
    }

    /** The token of an open or click link. */
    public String sign(UrlTrackingData data) {
        ByteString message = data.toByteString();
        return encode(UrlSignedMessage.newBuilder()
                .setMessage(message)
                .setSignature(ByteString.copyFrom(signer.sign(TRACKING, message)))
                .build());
    }

    /** The token of an unsubscribe link. */
    public String sign(UnsubscribeData data) {
        ByteString message = data.toByteString();
        return encode(SignedUnsubscribeData.newBuilder()
                .setMessage(message)
                .setSignature(ByteString.copyFrom(signer.sign(UNSUBSCRIBE, message)))
                .build());
    }

    /** What an open or click link says; nothing when the token is damaged or was not signed here. */
    public Optional<UrlTrackingData> verifyTracking(String token) {
        try {
            UrlSignedMessage signed = UrlSignedMessage.parseFrom(decode(token));
            return signer.isSigned(
                            TRACKING, signed.getMessage(), signed.getSignature().toByteArray())
                    ? Optional.of(UrlTrackingData.parseFrom(signed.getMessage()))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** What an unsubscribe link says; nothing when the token is damaged or was not signed here. */
    public Optional<UnsubscribeData> verifyUnsubscribe(String token) {
        try {
            SignedUnsubscribeData signed = SignedUnsubscribeData.parseFrom(decode(token));
            return signer.isSigned(
                            UNSUBSCRIBE,
                            signed.getMessage(),
                            signed.getSignature().toByteArray())
                    ? Optional.of(UnsubscribeData.parseFrom(signed.getMessage()))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException | IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    private static String encode(MessageLite signed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed.toByteArray());
    }

    private static byte[] decode(String token) {
        return Base64.getUrlDecoder().decode(token);
    }
}
