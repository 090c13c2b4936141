package com.sourceforgery.tachikoma.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.FieldViolation;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.compose.ComposeFixture;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.util.List;

/** What the validator says to a request of the account {@code example.com}. */
final class Validation {
    private static final RequestValidator VALIDATOR = new RequestValidator(Limits.DEFAULT);

    private Validation() {}

    /** A request that breaks no rule. */
    static OutgoingEmail.Builder valid() {
        return ComposeFixture.plain("Hello", "text");
    }

    static void assertAccepted(OutgoingEmail.Builder request) {
        VALIDATOR.validate(request.build(), "example.com");
    }

    /** Refused as invalid, with exactly these fields named. */
    static CallFailure assertInvalid(OutgoingEmail.Builder request, String... fields) {
        return assertRefused(Reason.INVALID, request, fields);
    }

    static CallFailure assertRefused(Reason reason, OutgoingEmail.Builder request, String... fields) {
        CallFailure failure = refusal(request);
        assertEquals(reason, failure.reason(), failure.getMessage());
        assertEquals(
                List.of(fields),
                failure.violations().stream().map(FieldViolation::field).toList());
        return failure;
    }

    static CallFailure refusal(OutgoingEmail.Builder request) {
        return assertThrows(CallFailure.class, () -> VALIDATOR.validate(request.build(), "example.com"));
    }
}
