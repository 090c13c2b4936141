package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.Outage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates a failure into the gRPC status that the client sees. The text of an exception never goes to the client, but
 * that of a {@link CallFailure}, which is made for it. What nobody foresaw is INTERNAL with an id that is in the log.
 * Details are those of google.rpc (AIP-193) in {@code grpc-status-details-bin}.
 */
final class StatusMapper {
    private static final Logger LOG = LoggerFactory.getLogger(StatusMapper.class);
    private static final RetryInfo RETRY_SOON = retryAfter(Duration.ofSeconds(1));

    private final SecureRandom random = new SecureRandom();
    private final boolean sendDebugData;

    /** @param sendDebugData add the text of unforeseen exceptions, for development */
    StatusMapper(boolean sendDebugData) {
        this.sendDebugData = sendDebugData;
    }

    /** The status of a failure, with its details as trailers. Logs what is not the client's doing. */
    StatusRuntimeException map(Throwable failure) {
        List<Throwable> chain = FailureCauses.of(failure);
        Optional<CallFailure> refused = FailureCauses.first(chain, CallFailure.class);
        if (refused.isPresent()) {
            return refusal(refused.get());
        }
        if (chain.stream().anyMatch(StatusMapper::isTimeout)) {
            return status(Status.Code.DEADLINE_EXCEEDED, "The call took too long", List.of());
        }
        if (Outage.isOutage(failure)
                || FailureCauses.first(chain, DirectConsumerNotAvailableException.class)
                        .isPresent()) {
            LOG.warn(
                    "A call is answered UNAVAILABLE: {}",
                    chain.get(chain.size() - 1).toString());
            return status(Status.Code.UNAVAILABLE, "A service behind this one is away", List.of(RETRY_SOON));
        }
        return internal(failure);
    }

    private static boolean isTimeout(Throwable cause) {
        return cause instanceof TimeoutException || cause instanceof ExchangeTimedOutException;
    }

    private StatusRuntimeException internal(Throwable failure) {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        LOG.error("Internal error {}", id, failure);
        String text = "Internal error " + id;
        return status(Status.Code.INTERNAL, sendDebugData ? text + ": " + failure : text, List.of());
    }

    private static StatusRuntimeException refusal(CallFailure failure) {
        List<Message> details = new ArrayList<>();
        if (!failure.violations().isEmpty()) {
            BadRequest.Builder broken = BadRequest.newBuilder();
            failure.violations().forEach(violation -> broken.addFieldViolationsBuilder()
                    .setField(violation.field())
                    .setDescription(violation.description()));
            details.add(broken.build());
        } else if (failure.reason() == CallFailure.Reason.LIMIT) {
            details.add(retryAfter(failure.retryAfter()));
        }
        if (failure.reason() == CallFailure.Reason.UNAVAILABLE) {
            details.add(retryAfter(failure.retryAfter()));
        }
        return status(code(failure.reason()), failure.getMessage(), details);
    }

    private static RetryInfo retryAfter(Duration delay) {
        return RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(delay.toSeconds())
                        .setNanos(delay.toNanosPart()))
                .build();
    }

    private static Status.Code code(CallFailure.Reason reason) {
        return switch (reason) {
            case INVALID -> Status.Code.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case FORBIDDEN -> Status.Code.PERMISSION_DENIED;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case CONFLICT -> Status.Code.ALREADY_EXISTS;
            case TOO_LATE -> Status.Code.FAILED_PRECONDITION;
            case SUPERSEDED -> Status.Code.ABORTED;
            case LIMIT -> Status.Code.RESOURCE_EXHAUSTED;
            case UNSUPPORTED -> Status.Code.UNIMPLEMENTED;
            case UNAVAILABLE -> Status.Code.UNAVAILABLE;
        };
    }

    private static StatusRuntimeException status(Status.Code code, String text, List<Message> details) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(text == null ? "" : text);
        details.forEach(detail -> status.addDetails(Any.pack(detail)));
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
