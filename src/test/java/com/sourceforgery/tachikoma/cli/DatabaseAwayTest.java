package com.sourceforgery.tachikoma.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.testsupport.Terminal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A command whose database is away says so in a sentence. */
class DatabaseAwayTest {
    @BeforeEach
    void nowhere() {
        System.setProperty("sql.url", "postgres://nobody:secret@127.0.0.1:1/none");
    }

    @AfterEach
    void clear() {
        System.clearProperty("sql.url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bounces alarms",
                "bounces judge --since -1d",
                "hits judge --since -1d",
                "dead-letters list",
                "dead-letters retry 1"
            })
    void itIsNamedWithoutItsPassword(String command) {
        Terminal terminal = Terminal.run(List.of(command.split(" ")));
        assertEquals(1, terminal.exit());
        assertEquals(1, terminal.err().lines().count(), terminal.err());
        assertTrue(
                terminal.err().startsWith("The database at jdbc:postgresql://127.0.0.1:1/none did not answer: "),
                terminal.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bounces alarms --limit -1", "bounces alarms --limit 0", "dead-letters list --limit -1"})
    void aLimitThatIsNoneIsNoFaultOfTheDatabase(String command) {
        Terminal terminal = Terminal.run(List.of(command.split(" ")));
        assertEquals(2, terminal.exit());
        assertTrue(terminal.err().contains("give 1 or more"), terminal.err());
    }
}
