package com.sourceforgery.tachikoma.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class SlowStatementsIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    private final Logger logger = (Logger) LoggerFactory.getLogger(SlowStatements.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
    }

    private List<String> logged(int slowMillis) throws SQLException {
        try (Connection connection =
                        SlowStatements.timed(services.dataSource(), slowMillis).getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select pg_sleep(0.05),\n    'ada' where ? is not null")) {
            statement.setString(1, "ada@world.example");
            statement.executeQuery();
        }
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void aStatementThatTakesLongIsLoggedWithItsTimeOnOneLine() throws SQLException {
        List<String> lines = logged(20);

        assertEquals(1, lines.size());
        assertTrue(
                lines.get(0).matches("\\d+ ms, done: select pg_sleep\\(0\\.05\\), 'ada' where \\? is not null"),
                lines.get(0));
    }

    @Test
    void itsParametersAreNot() throws SQLException {
        assertFalse(logged(20).get(0).contains("world.example"));
    }

    @Test
    void aFastStatementIsNotLogged() throws SQLException {
        assertEquals(List.of(), logged(60_000));
    }
}
