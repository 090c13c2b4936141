package com.sourceforgery.tachikoma.cli;

import io.grpc.Status;
import java.util.Optional;

/** A command that cannot go on. The message is all that the user sees: one sentence that says what to change. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message);
    }

    /**
     * What a call's status means, with its code and text.
     *
     * @param server the server without credentials
     */
    static CommandFailure of(Status status, String server) {
        String meaning =
                switch (status.getCode()) {
                    case UNAVAILABLE ->
                        server + (status.getCause() == null ? " cannot do this now" : " cannot be reached");
                    case UNAUTHENTICATED -> server + " does not know this mail domain and token";
                    case PERMISSION_DENIED -> "This token may not do this";
                    case UNIMPLEMENTED -> server + " does not offer this";
                    case DEADLINE_EXCEEDED -> server + " did not answer in time";
                    case INVALID_ARGUMENT, RESOURCE_EXHAUSTED -> "Refused";
                    case NOT_FOUND -> "There is no such thing";
                    case FAILED_PRECONDITION, ALREADY_EXISTS -> "Not possible";
                    default -> "The call failed";
                };
        return new CommandFailure(meaning + ": " + status.getCode() + detail(status) + ".");
    }

    private static String detail(Status status) {
        Throwable cause = status.getCause();
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = Optional.ofNullable(cause).map(Throwable::getMessage).orElse(status.getDescription());
        return text == null ? "" : ", " + text.strip().replaceFirst("\\.$", "");
    }
}
