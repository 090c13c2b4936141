package com.sourceforgery.tachikoma.call;

import com.rabbitmq.client.ShutdownSignalException;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.springframework.amqp.AmqpApplicationContextClosedException;
import org.springframework.amqp.AmqpConnectException;
import org.springframework.amqp.AmqpIOException;
import org.springframework.amqp.AmqpResourceNotAvailableException;
import org.springframework.amqp.AmqpTimeoutException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;

/** Tells whether a failure means that a service (database, broker) is away: the same thing may succeed later. */
public final class Outage {
    private static final int MAX_DEPTH = 20;

    private static final Set<Class<? extends Exception>> AWAY = Set.of(
            SQLTransientException.class,
            SQLNonTransientConnectionException.class,
            DataAccessResourceFailureException.class,
            TransientDataAccessException.class,
            RecoverableDataAccessException.class,
            AmqpConnectException.class,
            AmqpIOException.class,
            AmqpTimeoutException.class,
            AmqpResourceNotAvailableException.class,
            AmqpApplicationContextClosedException.class,
            ShutdownSignalException.class,
            TimeoutException.class,
            SocketException.class,
            SocketTimeoutException.class,
            UnknownHostException.class,
            EOFException.class,
            RejectedExecutionException.class);

    /** Throws the failure again when it means that; does nothing when the same thing would fail again. */
    public void passOn(Exception failure) throws Exception {
        if (isOutage(failure)) {
            throw failure;
        }
    }

    /** Looks through the causes; at most 20 deep, so that a circle of causes ends. */
    public static boolean isOutage(Throwable failure) {
        boolean away = false;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (isOverALimit(cause)) {
                return false;
            }
            away |= isAway(cause);
            cause = cause.getCause();
        }
        return away;
    }

    /** Class 54 of PostgreSQL, such as a value that is too long for an index; Spring takes it for a resource that is away. */
    private static boolean isOverALimit(Throwable cause) {
        return cause instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().startsWith("54");
    }

    private static boolean isAway(Throwable cause) {
        return AWAY.stream().anyMatch(type -> type.isInstance(cause))
                || cause instanceof CallFailure refused && refused.reason() == CallFailure.Reason.UNAVAILABLE
                || cause instanceof SQLException sql && isAway(sql.getSQLState());
    }

    /**
     * Classes of the SQL standard and PostgreSQL: 08 connection, 53 out of resources, 57P0x shutting down, 25006 read-only
     * standby.
     */
    private static boolean isAway(String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.startsWith("53")
                        || sqlState.startsWith("57P0")
                        || sqlState.equals("25006"));
    }
}
