package com.sourceforgery.tachikoma.testsupport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/** How a server refuses calls. */
public final class Refusals {
    private Refusals() {}

    /** @return the refusal, which has this status */
    public static StatusRuntimeException assertRefused(Status.Code code, Executable call) {
        StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, call);
        assertEquals(code, refusal.getStatus().getCode(), refusal::getMessage);
        return refusal;
    }

    /** The refusal has exactly this status and description, {@code STATUS: description}. */
    public static void assertRefused(String answer, Executable call) {
        Status status = assertThrows(StatusRuntimeException.class, call).getStatus();
        assertEquals(answer, status.getCode() + ": " + status.getDescription());
    }

    /** The refusal names exactly this field. */
    public static void assertRefused(Status.Code code, String field, Executable call) {
        StatusRuntimeException refusal = assertRefused(code, call);
        List<String> fields = detail(refusal, BadRequest.class)
                .map(broken -> broken.getFieldViolationsList().stream()
                        .map(BadRequest.FieldViolation::getField)
                        .toList())
                .orElse(List.of());
        assertEquals(List.of(field), fields, refusal::getMessage);
    }

    /** Seconds after which the call may be tried again, or 0. */
    public static long retryAfter(StatusRuntimeException refusal) {
        return detail(refusal, RetryInfo.class)
                .map(info -> info.getRetryDelay().getSeconds())
                .orElse(0L);
    }

    private static <M extends Message> Optional<M> detail(StatusRuntimeException refusal, Class<M> type) {
        for (Any detail : StatusProto.fromThrowable(refusal).getDetailsList()) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return Optional.empty();
    }
}
