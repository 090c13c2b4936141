package com.sourceforgery.tachikoma.accept;

import com.google.protobuf.CodedOutputStream;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The key that a caller may give to a request, so that the same request sent again is accepted once. */
public final class IdempotencyKeys {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");

    /**
     * @param value of the header {@code idempotency-key}, or null
     * @return the key, or null when there is none
     * @throws CallFailure INVALID when it is no key
     */
    public String read(String value) {
        if (value != null && !KEY.matcher(value).matches()) {
            throw CallFailure.invalid("idempotency-key", "This has 1 to 255 printable ASCII characters");
        }
        return value;
    }

    /**
     * Judges what is known of a key that is in use.
     *
     * @param rows of {@code accept-repeat.sql}
     * @param hash of the request that was sent now
     * @throws CallFailure CONFLICT when the key stands for another request
     */
    public void check(List<Map<String, Object>> rows, byte[] hash) {
        if (rows.isEmpty()) {
            throw new CallFailure(Reason.UNAVAILABLE, "The idempotency-key has run out at this moment; send it again");
        }
        if (!Arrays.equals(hash, (byte[]) rows.get(0).get("hash"))) {
            throw new CallFailure(Reason.CONFLICT, "This idempotency-key was used for another request");
        }
    }

    /** SHA-256 of a request; the same for the same request, in whatever order its maps were sent. */
    static byte[] hash(OutgoingEmail request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            CodedOutputStream out =
                    CodedOutputStream.newInstance(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            out.useDeterministicSerialization();
            request.writeTo(out);
            out.flush();
            return digest.digest();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
