package com.sourceforgery.tachikoma.call;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A call that is refused for a reason the caller may know: its message and fields go to the client, so neither holds
 * anything internal. Knows no protocol; each entry (gRPC, HTTP) translates {@link Reason} into its own status.
 */
public final class CallFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a call is refused; the gRPC status of each in brackets. */
    public enum Reason {
        /** The request breaks a rule (INVALID_ARGUMENT). */
        INVALID,
        /** No credentials, or wrong ones (UNAUTHENTICATED). */
        UNAUTHENTICATED,
        /** Right credentials that may not do this (PERMISSION_DENIED). */
        FORBIDDEN,
        /** An id that is unknown, or is another account's (NOT_FOUND). */
        NOT_FOUND,
        /** The same key with another request (ALREADY_EXISTS). */
        CONFLICT,
        /** The state of the thing does not allow it, for example too late to cancel (FAILED_PRECONDITION). */
        TOO_LATE,
        /** Another call has taken its place (ABORTED). */
        SUPERSEDED,
        /** Over a limit (RESOURCE_EXHAUSTED). */
        LIMIT,
        /** This version cannot do it (UNIMPLEMENTED). */
        UNSUPPORTED,
        /** A service behind this one is away; the same call may succeed later (UNAVAILABLE). */
        UNAVAILABLE
    }

    /**
     * One broken rule.
     *
     * @param field path of the field in the request, for example {@code recipients[3].named_email.email}
     * @param description what is wrong with it, a sentence without the offending secret or a full body
     */
    public record FieldViolation(String field, String description) {}

    private final Reason reason;
    private final transient List<FieldViolation> violations;
    private final Duration retryAfter;

    public CallFailure(Reason reason, String message) {
        this(reason, message, List.of());
    }

    public CallFailure(Reason reason, String message, List<FieldViolation> violations) {
        this(reason, message, violations, Duration.ofSeconds(1));
    }

    private CallFailure(Reason reason, String message, List<FieldViolation> violations, Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.violations = List.copyOf(violations);
        this.retryAfter = retryAfter;
    }

    /** An {@link Reason#INVALID} failure that names one field. */
    public static CallFailure invalid(String field, String description) {
        return new CallFailure(
                Reason.INVALID, field + ": " + description, List.of(new FieldViolation(field, description)));
    }

    /** A value that is read from a field; what is wrong with it becomes an {@link Reason#INVALID} failure. */
    public static <T> T read(String field, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw invalid(field, e.getMessage() + ".");
        }
    }

    /** A {@link Reason#LIMIT} failure that names one field. */
    public static CallFailure overLimit(String field, String description) {
        return new CallFailure(
                Reason.LIMIT, field + ": " + description, List.of(new FieldViolation(field, description)));
    }

    /** A {@link Reason#LIMIT} failure of a caller that has called too often. */
    public static CallFailure tooOften(String message, Duration retryAfter) {
        return new CallFailure(Reason.LIMIT, message, List.of(), retryAfter);
    }

    public Reason reason() {
        return reason;
    }

    /** When the same call may succeed; of use where its success depends on the time. */
    public Duration retryAfter() {
        return retryAfter;
    }

    public List<FieldViolation> violations() {
        return violations == null ? List.of() : violations;
    }
}
