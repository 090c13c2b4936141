package com.sourceforgery.tachikoma.template;

import static com.sourceforgery.tachikoma.template.MustacheTest.field;
import static com.sourceforgery.tachikoma.template.MustacheTest.list;
import static com.sourceforgery.tachikoma.template.MustacheTest.struct;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TemplateEngine;
import java.util.Collections;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoundedRenderingTest {
    private static final Struct NONE = Struct.getDefaultInstance();
    private static final Struct LIST_OF_1000 =
            struct(field("a", list(Collections.nCopies(1000, "bool_value: true").toArray(String[]::new))));

    @ParameterizedTest
    @EnumSource(names = {"MUSTASCH", "HANDLEBARS_JAVA"})
    void nestedListsEndAtTheLimitOfTheOutput(TemplateEngine engine) {
        String nested = "{{#a}}{{#a}}{{#a}}{{#a}}word {{/a}}{{/a}}{{/a}}{{/a}}";

        TemplateException failure = render(engine, eachWhereHandlebars(engine, nested));

        assertEquals("The template renders to more than 100000 characters.", failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"MUSTASCH", "HANDLEBARS_JAVA"})
    void nestedListsWithoutOutputEndAtTheLimitOfWork(TemplateEngine engine) {
        String nested = "{{#a}}{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}{{/a}}";

        TemplateException failure = render(engine, eachWhereHandlebars(engine, nested));

        assertEquals("The template uses more than 1000000 variables and list items.", failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"MUSTASCH", "HANDLEBARS_JAVA"})
    void sectionsNestedWithoutEndFailWithAReason(TemplateEngine engine) {
        String template = "{{#a}}".repeat(50_000) + "{{/a}}".repeat(50_000);

        TemplateException failure = render(engine, template);

        assertTrue(failure.getMessage().endsWith("too deeply."), failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"MUSTASCH", "HANDLEBARS_JAVA"})
    void anyTemplateEitherRendersOrFailsWithAReason(TemplateEngine engine) {
        String[] pieces = {
            "{{",
            "}}",
            "{{{",
            "}}}",
            "#",
            "/",
            "^",
            "=",
            "!",
            "&",
            ">",
            "<",
            "$",
            "~",
            "else",
            "a",
            "b.c",
            " ",
            "\n",
            "{{a}}",
            "{{#a}}",
            "{{/a}}",
            "{{^a}}",
            "{{= | | =}}",
            "|a|",
            ".",
            "this",
            "../",
            "@",
            "\"",
            "'",
            "[",
            "]",
            "(",
            ")",
            "*",
            "\\"
        };
        Random random = new Random(7);
        Struct vars = struct(field("a", list("string_value: 'x'")));
        for (int round = 0; round < 5_000; round++) {
            String template = random.ints(random.nextInt(12), 0, pieces.length)
                    .mapToObj(piece -> pieces[piece])
                    .collect(Collectors.joining());
            try {
                TemplateCompiler.of(engine).compileHtml(template).render(vars, NONE, 1000);
            } catch (TemplateException reason) {
                assertTrue(reason.getMessage() != null && !reason.getMessage().isBlank(), template);
            }
        }
    }

    private static String eachWhereHandlebars(TemplateEngine engine, String template) {
        return engine == TemplateEngine.MUSTASCH
                ? template
                : template.replace("{{#a}}", "{{#each @root.a}}").replace("{{/a}}", "{{/each}}");
    }

    private static TemplateException render(TemplateEngine engine, String template) {
        return assertThrows(
                TemplateException.class,
                () -> TemplateCompiler.of(engine).compileHtml(template).render(LIST_OF_1000, NONE, 100_000));
    }
}
