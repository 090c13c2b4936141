package com.sourceforgery.tachikoma.template;

import static com.sourceforgery.tachikoma.template.MustacheTest.field;
import static com.sourceforgery.tachikoma.template.MustacheTest.list;
import static com.sourceforgery.tachikoma.template.MustacheTest.struct;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlebarsTest {
    private static final String VARS = field("name", "string_value: '<Jane>'")
            + field("items", list("string_value: 'bread'", "string_value: 'milk'"))
            + field("none", "list_value {}")
            + field("zero", "number_value: 0")
            + field("object", "struct_value { " + field("b", "number_value: 2") + field("a", "number_value: 1") + " }");

    @Test
    void htmlIsEscapedAndTextIsNot() {
        assertEquals("&lt;Jane&gt; <Jane>", html("{{name}} {{{name}}}"));
        assertEquals(
                "<Jane>",
                HandlebarsCompiler.INSTANCE
                        .compileText("{{name}}")
                        .render(struct(VARS), Struct.getDefaultInstance(), 100));
    }

    @Test
    void blocksKnowElseIndexAndOuterNames() {
        assertEquals(
                "0:bread&lt;Jane&gt;,1:milk&lt;Jane&gt;!",
                html("{{#each items}}{{@index}}:{{this}}{{../name}}{{#if @last}}!{{else}},{{/if}}{{/each}}"));
        assertEquals("empty", html("{{#each none}}x{{else}}empty{{/each}}"));
        assertEquals("no", html("{{#if zero}}yes{{else}}no{{/if}}"));
        assertEquals("ok", html("{{#unless none}}ok{{/unless}}"));
        assertEquals("1", html("{{#with object}}{{a}}{{/with}}"));
    }

    @Test
    void objectsAreWalkedInTheOrderOfTheirNames() {
        assertEquals("a=1;b=2;", html("{{#each object}}{{@key}}={{this}};{{/each}}"));
    }

    @Test
    void listsHaveALengthAndPlaces() {
        assertEquals("2 milk milk", html("{{items.length}} {{items.[1]}} {{lookup items 1}}"));
        assertEquals("none", html("{{#if none.length}}some{{else}}none{{/if}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#if name}}",
                "{{/if}}",
                "{{name",
                "{{unknown name}}",
                "{{log name}}",
                "{{precompile 'a'}}",
                "{{i18n 'key'}}",
                "{{#block 'a'}}{{/block}}",
                "{{include 'pom.xml'}}",
                "{{embedded 'a'}}",
                "{{> header}}",
                "{{~> header}}",
                "{{#> layout}}{{/layout}}",
                "{{#*inline 'a'}}x{{/inline}}",
            })
    void whatIsWrongOrReachesOutDoesNotCompile(String template) {
        TemplateException failure =
                assertThrows(TemplateException.class, () -> HandlebarsCompiler.INSTANCE.compileText("a\n" + template));

        assertTrue(
                failure.getMessage().contains("line 2")
                        || failure.getMessage().contains("there are none")
                        || failure.getMessage().contains("could not find helper"),
                failure.getMessage());
    }

    @Test
    void noReflectionReachesJavaObjects() {
        assertEquals("-", html("{{name.class}}-{{name.bytes}}{{items.class}}"));
    }

    private static String html(String template) {
        return HandlebarsCompiler.INSTANCE
                .compileHtml(template)
                .render(struct(VARS), Struct.getDefaultInstance(), 1000);
    }
}
