package com.sourceforgery.tachikoma.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers see pages in their own language, where there is one. */
class PageTextsTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-,en",
                "'',en",
                "sv,sv",
                "SV-fi,sv",
                "'de-AT, en;q=0.8',de",
                "'en;q=0.2, de;q=0.7, sv;q=0.5',de",
                "'fr, sv;q=0.1',sv",
                "'sv;q=0, de',de",
                "'fr, *;q=0.5',en",
                "*,en",
                "'de;q=2',en",
                "';;;',en",
                "'<script>',en"
            })
    void theLanguageIsTheOneThatTheReaderLikesBest(String header, String language) {
        assertEquals(language, PageTexts.language(header).getLanguage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sv", "de"})
    void everyLanguageHasTheSameTexts(String language) throws IOException {
        assertEquals(read("en").keySet(), read(language).keySet());
        read(language).forEach((key, text) -> {
            assertFalse(text.toString().isBlank(), key.toString());
            assertNotEquals(read("en").get(key), text, key.toString());
        });
    }

    private static Properties read(String language) {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                PageTexts.class.getResourceAsStream("/camel/pages/" + language + ".properties"),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
            return texts;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aPageHasItsOwnPartsAndANewNonceEachTime() {
        PageTexts texts = new PageTexts();
        Map<String, String> page = texts.of("abuse", "de");

        assertEquals("Missbrauch melden", page.get("title"));
        assertEquals("de", page.get("lang"));
        assertFalse(page.containsKey("mail"));
        assertNotEquals(page.get("nonce"), texts.of("abuse", "de").get("nonce"));
        assertThrows(IllegalArgumentException.class, () -> texts.of("nothing", "de"));
    }

    @Test
    void aStatusWithoutAPageOfItsOwnHasTheGeneralOne() {
        PageTexts texts = new PageTexts();

        assertEquals("failed-404", texts.pageOf(404));
        assertEquals("failed-500", texts.pageOf(502));
    }
}
