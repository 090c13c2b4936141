package com.sourceforgery.tachikoma.signing;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 (RFC 2104) over a protobuf message's type and bytes, so that a message of one type is never taken for one
 * of another.
 */
public final class MessageSigner {
    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    /** @param keys at least one; the first signs, all verify, so that keys can be changed while old signatures live */
    public MessageSigner(List<String> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("There is no key to sign with.");
        }
        this.keys = keys.stream()
                .map(key -> new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
    }

    /** @param type full name of the message's type */
    public byte[] sign(String type, ByteString message) {
        return signature(keys.get(0), type, message);
    }

    /** Whether one of the keys has signed it; takes as long whether it has or not. */
    public boolean isSigned(String type, ByteString message, byte[] signature) {
        boolean signed = false;
        for (SecretKeySpec key : keys) {
            signed |= MessageDigest.isEqual(signature, signature(key, type, message));
        }
        return signed;
    }

    private static byte[] signature(SecretKeySpec key, String type, ByteString message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(type.getBytes(StandardCharsets.US_ASCII));
            // type names have no NUL, so no type and message can be mistaken for another pair
            mac.update((byte) 0);
            mac.update(message.asReadOnlyByteBuffer());
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
