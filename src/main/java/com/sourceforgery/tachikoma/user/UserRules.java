package com.sourceforgery.tachikoma.user;

import com.google.protobuf.ProtocolMessageEnum;
import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a user may look like. */
final class UserRules {
    private static final Pattern LOGIN = Pattern.compile("[a-z0-9._@+-]{1,100}");

    private UserRules() {}

    /** The login in lower case. */
    static String login(String login) {
        String lower = login.strip().toLowerCase(Locale.ROOT);
        if (!LOGIN.matcher(lower).matches()) {
            throw CallFailure.invalid(
                    "password_auth.login", "A login is 1 to 100 letters, digits and characters of . _ - + @.");
        }
        return lower;
    }

    static String role(FrontendUserRole role) {
        return known("authentication_role", role).name();
    }

    /** @throws CallFailure INVALID for a value that this contract does not have */
    static <E extends Enum<E> & ProtocolMessageEnum> E known(String field, E value) {
        if (value.name().equals("UNRECOGNIZED")) {
            throw CallFailure.invalid(field, "There is no such value.");
        }
        return value;
    }

    /** The address as envelopes write it; null for an empty one. */
    static String addressOrNull(String field, String address) {
        return address.isEmpty()
                ? null
                : CallFailure.read(field, () -> Mailbox.parse(address)).toString();
    }
}
