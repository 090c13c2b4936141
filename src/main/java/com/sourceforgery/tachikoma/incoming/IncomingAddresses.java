package com.sourceforgery.tachikoma.incoming;

import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.FieldViolation;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddress;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The addresses of a mail domain that take mail in. */
public final class IncomingAddresses {
    private static final String FIELD = "local_part";

    /**
     * A local part as it is stored and looked up: lower case, NFC (RFC 6532 §3.1). Empty: the catch-all.
     *
     * @throws CallFailure INVALID when it is none, or is one of this server's own
     */
    public String localPart(IncomingEmailAddress request) {
        String normal = Normalizer.normalize(request.getLocalPart(), Normalizer.Form.NFC)
                .toLowerCase(Locale.ROOT);
        if (normal.isEmpty()) {
            return normal;
        }
        if (normal.startsWith("\"")) {
            throw CallFailure.invalid(FIELD, "It is to be without quotes.");
        }
        CallFailure.read(FIELD, () -> Mailbox.parse(normal + "@example.com"));
        if (normal.startsWith("bounce-") || normal.startsWith("unsub-")) {
            throw CallFailure.invalid(FIELD, "Addresses that begin with bounce- or unsub- are this server's own.");
        }
        return normal;
    }

    /** @param rows of {@code incoming-add-address.sql} */
    public void checkAdded(List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            throw failure(Reason.CONFLICT, "The domain has this address already.");
        }
    }

    /** @param rows of {@code incoming-delete-address.sql} */
    public void checkDeleted(List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            throw failure(Reason.NOT_FOUND, "The domain has no such address.");
        }
    }

    private static CallFailure failure(Reason reason, String sentence) {
        return new CallFailure(reason, FIELD + ": " + sentence, List.of(new FieldViolation(FIELD, sentence)));
    }

    /** An address as clients see it. */
    public static IncomingEmailAddress address(Map<String, Object> row) {
        return IncomingEmailAddress.newBuilder()
                .setLocalPart((String) row.get("local_part"))
                .build();
    }
}
