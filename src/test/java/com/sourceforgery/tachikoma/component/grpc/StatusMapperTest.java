package com.sourceforgery.tachikoma.component.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.RetryInfo;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.FieldViolation;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.AmqpIOException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

class StatusMapperTest {
    private final StatusMapper mapper = new StatusMapper(false);

    private static <T extends Message> Optional<T> detail(StatusRuntimeException failure, Class<T> type) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        return status.getDetailsList().stream()
                .filter(any -> any.is(type))
                .map(any -> {
                    try {
                        return any.unpack(type);
                    } catch (InvalidProtocolBufferException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .findFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, INVALID_ARGUMENT",
        "UNAUTHENTICATED, UNAUTHENTICATED",
        "FORBIDDEN, PERMISSION_DENIED",
        "NOT_FOUND, NOT_FOUND",
        "CONFLICT, ALREADY_EXISTS",
        "TOO_LATE, FAILED_PRECONDITION",
        "LIMIT, RESOURCE_EXHAUSTED",
        "UNAVAILABLE, UNAVAILABLE"
    })
    void aRefusedCallHasTheStatusOfItsReasonAndItsText(Reason reason, Status.Code code) {
        Status status = mapper.map(new CallFailure(reason, "The reason why")).getStatus();

        assertEquals(code, status.getCode());
        assertEquals("The reason why", status.getDescription());
    }

    @Test
    void brokenRulesAreToldFieldByField() {
        StatusRuntimeException failure = mapper.map(new CallFailure(
                Reason.INVALID,
                "Two mistakes",
                List.of(new FieldViolation("from", "is empty"), new FieldViolation("body", "is missing"))));

        BadRequest broken = detail(failure, BadRequest.class).orElseThrow();
        assertEquals("from", broken.getFieldViolations(0).getField());
        assertEquals("is missing", broken.getFieldViolations(1).getDescription());
    }

    @Test
    void aFieldOverItsLimitIsNamed() {
        StatusRuntimeException failure = mapper.map(CallFailure.overLimit("attachments", "are over 25 MB"));

        assertEquals(
                "attachments",
                detail(failure, BadRequest.class)
                        .orElseThrow()
                        .getFieldViolations(0)
                        .getField());
        assertTrue(detail(failure, RetryInfo.class).isEmpty());
    }

    @Test
    void theReasonIsFoundUnderWrappers() {
        Exception wrapped = new CamelExecutionException(
                "outer",
                new DefaultExchange(new DefaultCamelContext()),
                new IOException(new CallFailure(Reason.NOT_FOUND, "No such mail")));

        assertEquals(Status.Code.NOT_FOUND, mapper.map(wrapped).getStatus().getCode());
    }

    static Stream<Exception> absences() {
        return Stream.of(
                new SQLTransientConnectionException("pool is empty"),
                new SQLException("terminating connection", "57P01"),
                new SQLException("connection failure", "08006"),
                new SQLException("too many connections", "53300"),
                new CannotGetJdbcConnectionException("no connection"),
                new QueryTimeoutException("slow"),
                new AmqpConnectException(new ConnectException("refused")),
                new AmqpIOException(new IOException("reset")),
                new IOException(new ConnectException("refused")),
                new RejectedExecutionException("full"));
    }

    @ParameterizedTest
    @MethodSource("absences")
    void aServiceThatIsAwayIsUnavailableAndWorthARetry(Exception absence) {
        StatusRuntimeException failure = mapper.map(new RuntimeException(absence));

        assertEquals(Status.Code.UNAVAILABLE, failure.getStatus().getCode());
        assertTrue(detail(failure, RetryInfo.class).isPresent());
        assertFalse(failure.getStatus().getDescription().contains(absence.getMessage()));
    }

    @Test
    void anExchangeThatTimesOutIsDeadlineExceeded() {
        Exception late = new ExchangeTimedOutException(new DefaultExchange(new DefaultCamelContext()), 1000);

        assertEquals(Status.Code.DEADLINE_EXCEEDED, mapper.map(late).getStatus().getCode());
    }

    @Test
    void anUnforeseenFailureIsAnIdAndNeverItsText() {
        Status status = mapper.map(new SQLException("relation secret does not exist", "42P01"))
                .getStatus();

        assertEquals(Status.Code.INTERNAL, status.getCode());
        assertTrue(status.getDescription().matches("Internal error [0-9a-f]{16}"), status.getDescription());
    }

    @Test
    void aStatusFromElsewhereIsNotPassedOn() {
        Status status = mapper.map(
                        Status.NOT_FOUND.withDescription("by a backend").asRuntimeException())
                .getStatus();

        assertEquals(Status.Code.INTERNAL, status.getCode());
        assertFalse(status.getDescription().contains("backend"));
    }

    @Test
    void debugDataIsSentWhereItIsWanted() {
        Status status = new StatusMapper(true)
                .map(new IllegalStateException("the cause"))
                .getStatus();

        assertTrue(status.getDescription().contains("the cause"));
    }
}
