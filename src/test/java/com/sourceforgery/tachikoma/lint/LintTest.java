package com.sourceforgery.tachikoma.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintTest {
    private static final Path EXAMPLES = Path.of("src/test/resources/lint");

    @Test
    void theRoutesOfTheWebserverKeepEveryRule() {
        assertNothing(Rules.checkAll(Project.webserver()));
    }

    @Test
    void theRoutesOfTheNodeKeepEveryRule() {
        assertNothing(Rules.checkAll(Project.node()));
    }

    @Test
    void everyStatementIsUsedAndSaysWhatItDoes() {
        Project webserver = Project.webserver();
        assertNothing(StatementFiles.check(webserver.statements(), List.of(webserver, Project.node())));
    }

    @Test
    void aStatementThatSaysNothingOrIsNotUsedIsReported() {
        Path file = EXAMPLES.resolve("broken/sql/statement-silent.sql");

        List<String> findings = StatementFiles.check(
                        file.getParent(), List.of(example(EXAMPLES.resolve("sound.camel.yaml"))))
                .map(Finding::toString)
                .toList();

        assertEquals(
                List.of(
                        file + ":1: The first line is to be a comment that says what the statement does.",
                        file + ":1: No route and no class names this file."),
                findings);
    }

    @Test
    void aSoundFileIsNotBlamed() {
        assertNothing(Rules.checkAll(example(EXAMPLES.resolve("sound.camel.yaml"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yaml           |  3 | This is not YAML
            schema         |  8 | 'paramters'
            schema         | 14 | string found, object expected
            schema         | 16 | 'simple'
            canonical-form |  1 | 'onException' does not stand at the top level
            canonical-form | 15 | under 'parameters'
            naming         |  1 | is to be 'naming-<verb>'
            naming         |  1 | has no description
            naming         |  1 | has no group
            length         | 121 | beyond 120 lines
            comment        |  9 | lost when an editor saves
            statement      |  9 | stands in a file
            statement      | 13 | is to be 'statement-<verb>.sql'
            statement      | 17 | There is no file 'statement-missing.sql'
            link           |  6 | Nothing calls 'direct:link-receive'
            link           |  9 | No route begins with 'direct:link-elsewhere'
            link           | 11 | No route begins with 'seda:link-elsewhere'
            broker         |  5 | acknowledgeMode MANUAL
            broker         |  5 | arg.queue.durable true
            failure        |  1 | Nobody hears when this route fails
            failure        | 14 | no route configuration 'failures-elsewhere'
            bean           | 12 | No role binds a bean 'missing'
            bean           | 15 | No role binds a bean 'absent'
            bean           | 19 | No role binds a bean 'gone'
            placeholder    | 12 | '{{tachikoma.level}}'
            """)
    void aBrokenFileIsReportedWithLineAndSentence(String rule, int line, String words) {
        Path path = EXAMPLES.resolve("broken/" + rule + ".camel.yaml");

        List<Finding> findings =
                Rules.valueOf(rule.toUpperCase(Locale.ROOT).replace('-', '_')).check(example(path));

        assertTrue(
                findings.stream()
                        .anyMatch(finding ->
                                finding.line() == line && finding.sentence().contains(words)),
                () -> "Found instead: " + findings);
    }

    private static Project example(Path file) {
        return new Project(
                List.of(RouteFile.read(file)),
                EXAMPLES.resolve("sql"),
                "main.bind(\"texts\", new Texts()); send(\"direct:sound-receive\", text)",
                new Properties());
    }

    private static void assertNothing(Stream<Finding> findings) {
        assertEquals("", findings.map(Finding::toString).collect(Collectors.joining("\n")));
    }
}
