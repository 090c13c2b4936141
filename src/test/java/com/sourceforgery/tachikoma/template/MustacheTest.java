package com.sourceforgery.tachikoma.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.TextFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MustacheTest {
    @Test
    void sectionsRepeatForItemsAndShowForWhatIsTrue() {
        String vars = field("items", list("string_value: 'a'", "string_value: 'b'")) + field("yes", "bool_value: true");

        assertRendered("a,b,!", "{{#items}}{{.}},{{/items}}{{#yes}}!{{/yes}}", vars);
    }

    @Test
    void falseNothingEmptyTextAndEmptyListsAreFalse() {
        String vars = field("no", "bool_value: false")
                + field("nothing", "null_value: NULL_VALUE")
                + field("text", "string_value: ''")
                + field("items", "list_value {}");

        assertRendered(
                "12345",
                "{{^no}}1{{/no}}{{^nothing}}2{{/nothing}}{{^text}}3{{/text}}{{^items}}4{{/items}}{{^missing}}5{{/missing}}",
                vars);
    }

    @Test
    void aZeroAndAnEmptyObjectAreTrue() {
        assertRendered(
                "12",
                "{{#zero}}1{{/zero}}{{#object}}2{{/object}}",
                field("zero", "number_value: 0") + field("object", "struct_value {}"));
    }

    @Test
    void dottedNamesLookIntoObjectsAndAreNoSingleKeys() {
        String inner = "struct_value { " + field("b", "string_value: 'deep'") + "}";

        assertRendered("deep--", "{{a.b}}-{{a.c.d}}-{{x.y}}", field("a", inner) + field("x.y", "string_value: 'flat'"));
    }

    @Test
    void namesAreLookedUpInOuterObjectsToo() {
        String inner = "struct_value { " + field("b", "string_value: 'inner'") + "}";

        assertRendered(
                "outer inner", "{{#a}}{{c}} {{b}}{{/a}}", field("a", inner) + field("c", "string_value: 'outer'"));
    }

    @Test
    void tagsAloneOnALineLeaveNoLine() {
        assertRendered("a\nb\n", "a\n{{#yes}}\nb\n{{/yes}}\n  {{! a comment }}\n", field("yes", "bool_value: true"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{=<% %>=}}<% a %>",
                "{{= | | =}}|a|",
                "{{=   @   @   =}}@a@",
                "{{= | | =}}{{=|a|",
                "{{! {{= | | =}}{{a}}",
                "{{= | | =}} {{ |={{ }}=|{{a}}",
                "{{={{ }}=}}{{a}}",
            })
    void delimitersCanBeChanged(String template) {
        assertTrue(render(template, field("a", "string_value: 'x'")).endsWith("x"));
    }

    @Test
    void noReflectionReachesJavaObjects() {
        assertRendered(
                "--",
                "{{a.class}}-{{a.bytes}}-{{items.empty}}",
                field("a", "string_value: 'x'") + field("items", "list_value {}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n{{#open}}",
                "a\n{{/close}}",
                "a\n{{#a}}{{/b}}",
                "a\n{{name",
                "a\n{{#a}}{{^a}}{{/a}}",
                "a\n{{a {{a}}",
                "a\n{{}}",
                "a\n{{# }}",
                "a\n{{=x=}}",
                "a\n{{= a"
            })
    void aMistakeIsReportedWithItsLine(String template) {
        TemplateException failure =
                assertThrows(TemplateException.class, () -> MustacheCompiler.INSTANCE.compileText(template));

        assertTrue(failure.getMessage().contains("line 2"), failure.getMessage());
    }

    @Test
    void partialsAndParentsAreRefused() {
        for (String template : new String[] {"{{>header}}", "{{#a}}{{>header}}{{/a}}", "{{<layout}}{{/layout}}"}) {
            TemplateException failure =
                    assertThrows(TemplateException.class, () -> MustacheCompiler.INSTANCE.compileText(template));

            assertTrue(failure.getMessage().contains("there are none"), failure.getMessage());
        }
    }

    @Test
    void aCommentEndsAtTheFirstEndOfATagAndHoldsNone() {
        assertRendered("a }}", "a{{! {{a}} }}", field("a", "string_value: 'x'"));
    }

    @Test
    void aTemplateWithinVariablesIsText() {
        assertRendered("{{b}}", "{{a}}", field("a", "string_value: '{{b}}'"));
    }

    private static void assertRendered(String expected, String template, String vars) {
        assertEquals(expected, render(template, vars));
    }

    private static String render(String template, String vars) {
        return MustacheCompiler.INSTANCE.compileHtml(template).render(struct(vars), Struct.getDefaultInstance(), 1000);
    }

    static Struct struct(String fields) {
        try {
            return TextFormat.parse(fields, Struct.class);
        } catch (TextFormat.ParseException e) {
            throw new AssertionError(new InvalidProtocolBufferException(e.getMessage()));
        }
    }

    static String field(String name, String value) {
        return "fields { key: '" + name + "' value { " + value + " } } ";
    }

    static String list(String... values) {
        return "list_value { values { " + String.join(" } values { ", values) + " } }";
    }
}
