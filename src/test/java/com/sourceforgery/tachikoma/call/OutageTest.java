package com.sourceforgery.tachikoma.call;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParseException;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;

class OutageTest {
    static Stream<Exception> absences() {
        return Stream.of(
                new SQLTransientConnectionException("the pool is empty"),
                new SQLException("shutting down", "57P01"),
                new SQLException("connection failure", "08006"),
                new SQLException("too many connections", "53300"),
                new SQLException("a standby takes no writes", "25006"),
                new CannotAcquireLockException("deadlock"),
                new AmqpConnectException(new ConnectException("refused")),
                new SocketTimeoutException("no answer"),
                new TimeoutException("no confirm"),
                new RejectedExecutionException("stopping"),
                new CallFailure(Reason.UNAVAILABLE, "busy"));
    }

    @ParameterizedTest
    @MethodSource("absences")
    void aServiceThatIsAwayIsAnOutageHoweverDeepItIsWrapped(Exception absence) {
        assertTrue(Outage.isOutage(absence));
        assertTrue(Outage.isOutage(new IllegalStateException(new IOException(absence))));
        assertSame(absence, assertThrows(Exception.class, () -> new Outage().passOn(absence)));
    }

    static Stream<Exception> mistakes() {
        return Stream.of(
                new SQLException("relation does not exist", "42P01"),
                new DataAccessResourceFailureException("store", new SQLException("index row too large", "54000")),
                new DuplicateKeyException("unique"),
                new IllegalArgumentException("bad"),
                new JsonParseException(null, "no JSON"),
                new FileNotFoundException("no file"),
                new CallFailure(Reason.INVALID, "no recipient"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void whatWouldFailAgainIsNone(Exception mistake) throws Exception {
        assertFalse(Outage.isOutage(mistake));
        new Outage().passOn(mistake);
    }

    @Test
    void aCircleOfCausesEnds() {
        Exception outer = new Exception("outer");
        Exception inner = new Exception("inner", outer);
        outer.initCause(inner);

        assertFalse(Outage.isOutage(outer));
    }
}
