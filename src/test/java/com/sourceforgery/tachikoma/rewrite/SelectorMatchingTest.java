package com.sourceforgery.tachikoma.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorMatchingTest {
    private static final String HTML = """
            <div id=Main class="a b"><p class="Note x-y">1</p><p lang=en-GB title="A b">2</p><ul><li>3<li class=last>4</ul>
            <input type=TEXT><b class="w:1/2 ä">5</b></div>""";

    private static CssSelector compile(String selector) {
        return SelectorCompiler.compile(List.of(selector)).get(0);
    }

    private static String matches(String selector, boolean quirks) {
        CssSelector compiled = compile(selector);
        StringBuilder found = new StringBuilder();
        for (Element element : Jsoup.parse(HTML).body().select("*")) {
            if (compiled.matches(element, quirks, new Effort())) {
                found.append(element.ownText().isBlank() ? element.normalName() : element.ownText())
                        .append(' ');
            }
        }
        return found.toString().strip();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "P                    ! 1 2",
                "div.a.b > p          ! 1 2",
                ".b .x-y              ! 1",
                "#Main li             ! 3 4",
                "li + li              ! 4",
                "p ~ ul > li.last     ! 4",
                "p ~ p                ! 2",
                "body div li          ! 3 4",
                "ul > p               ! ''",
                "[lang|=en]           ! 2",
                "[title]              ! 2",
                "[title='A b']        ! 2",
                "[title='a b']        ! ''",
                "[title~=b]           ! 2",
                "[title^=A]           ! 2",
                "[title$=b]           ! 2",
                "[title*=' ']         ! 2",
                "[title*='']          ! ''",
                "[type=text]          ! input",
                ".w\\:1\\/2           ! 5",
                ".\\e4                ! 5",
                ".w\\3a 1\\/2         ! 5",
                "*.last               ! 4"
            })
    void selectorsMatchWhatTheyMatchInBrowsers(String selector, String expected) {
        assertEquals(expected, matches(selector, false));
        assertTrue(compile(selector).exact());
    }

    @Test
    void classesAndIdsHaveNoCaseInQuirksModeOnly() {
        assertEquals("", matches(".note", false));
        assertEquals("1", matches(".note", true));
        assertEquals("", matches("#main > ul", false));
        assertEquals("ul", matches("#main > ul", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "p:hover      ! 1 2",
                "p:nth-child(1) ! 1 2",
                "li:not(.last) ! 3 4",
                "p[title=x i] ! 1 2",
                "[style=x] p  ! 1 2",
                "*|li         ! 3 4"
            })
    void whatIsNotKnownMatchesMoreAndSaysSo(String selector, String expected) {
        assertEquals(expected, matches(selector, false));
        assertFalse(compile(selector).exact());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "*                  ! 0",
                "li                 ! 1",
                "ul li              ! 2",
                ".a                 ! 1000",
                "a:hover            ! 1001",
                "li:nth-child(2)    ! 1001",
                "[a][b=c]           ! 2000",
                "#a .b c::before    ! 1001002",
                "p::first-line      ! 2",
                "p:after            ! 2"
            })
    void specificityIsThatOfTheStandard(String selector, int expected) {
        assertEquals(expected, compile(selector).specificity());
    }

    @ParameterizedTest
    @ValueSource(strings = {":is(a,b)", "a:not(.b)", "a:where(.b)", "a:has(b)", "", "a,b", "1a", "} a", "a >"})
    void whatHasNoKnownSpecificityCanWinOverAll(String selector) {
        assertEquals(CssSelector.BOUNDLESS, compile(selector).specificity());
    }

    @Test
    void pseudoElementsAreNotTheElement() {
        assertTrue(compile("p::before").pseudoElement());
        assertTrue(compile("p:first-letter").pseudoElement());
        assertFalse(compile("p:first-child").pseudoElement());
    }
}
