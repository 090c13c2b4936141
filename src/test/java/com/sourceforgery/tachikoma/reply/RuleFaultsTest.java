package com.sourceforgery.tachikoma.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.rule.RuleFaults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file of rules that cannot be used is refused with all of its faults. Each broken file of {@code replies/broken/} says
 * in its comments {@code # line: sentence} what has to be found.
 */
class RuleFaultsTest {
    private static final Path BROKEN = Path.of("src/test/resources/replies/broken");

    static List<Path> brokenFiles() throws IOException {
        try (Stream<Path> files = Files.list(BROKEN)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void allFaultsAreNamedWithTheirLines(Path file) throws IOException {
        String expected = Files.readAllLines(file).stream()
                .filter(line -> line.matches("# \\d+: .*"))
                .map(line -> line.substring(2))
                .collect(Collectors.joining("\n"));
        RuleFaults faults = assertThrows(RuleFaults.class, () -> ReplyRules.read(file));
        assertEquals(
                expected,
                faults.faults().stream()
                        .map(fault -> fault.line() + ": " + fault.sentence())
                        .collect(Collectors.joining("\n")));
        assertTrue(faults.getMessage()
                .startsWith(file + ":" + faults.faults().get(0).line() + ": "));
    }

    @Test
    void theFileThatTestsBuildOnHasNone() {
        assertEquals(List.of(), RulesOf.faults(RulesOf.file("")));
    }

    @Test
    void aFileInAnotherEncodingIsNamedSo(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("rules.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
        RuleFaults faults = assertThrows(RuleFaults.class, () -> ReplyRules.read(file));
        assertEquals("The file is not UTF-8.", faults.faults().get(0).sentence());
    }

    @Test
    void aFileThatIsNotThereIsNoFaultOfTheRules(@TempDir Path folder) {
        assertThrows(UncheckedIOException.class, () -> ReplyRules.read(folder.resolve("none.yaml")));
    }
}
