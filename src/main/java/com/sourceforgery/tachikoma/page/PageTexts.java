package com.sourceforgery.tachikoma.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The words of the pages that readers of mails see: {@code camel/pages/<language>.properties}, {@code <page>.<part>}. */
public final class PageTexts {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, new Locale("sv"), Locale.GERMAN);
    private static final int NONCE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<Locale, Properties> texts =
            LANGUAGES.stream().collect(Collectors.toMap(Function.identity(), PageTexts::read));

    private static Properties read(Locale language) {
        String file = "camel/pages/" + language.getLanguage() + ".properties";
        try (InputStream in = PageTexts.class.getClassLoader().getResourceAsStream(file);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The parts of a page: those of its words ({@code title}, {@code text} and, where it has a form, {@code button} and the
     * labels of fields), {@code lang}, and a {@code nonce} for its style.
     *
     * @param page its name in the files
     * @param acceptLanguage header of the request; see {@link #language}
     */
    public Map<String, String> of(String page, String acceptLanguage) {
        Locale language = language(acceptLanguage);
        Map<String, String> parts = new HashMap<>();
        texts.get(language).forEach((key, text) -> {
            String name = key.toString();
            if (name.startsWith(page + ".")) {
                parts.put(name.substring(page.length() + 1), text.toString());
            }
        });
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("There is no page '" + page + "' in " + language.getLanguage());
        }
        parts.put("lang", language.getLanguage());
        parts.put("nonce", nonce());
        return parts;
    }

    /** The name of the page about a failed request: that of its status, or the general one. */
    public String pageOf(int status) {
        String own = "failed-" + status;
        return texts.get(Locale.ENGLISH).containsKey(own + ".title") ? own : "failed-500";
    }

    private String nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /**
     * The language that suits a reader best: of the header {@code Accept-Language} (RFC 9110 §12.5.4) the one with the
     * highest weight that there is, by lookup (RFC 4647 §3.4); English when there is none, or the header is none.
     */
    static Locale language(String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Locale.ENGLISH;
        }
        try {
            Locale found = Locale.lookup(LanguageRange.parse(acceptLanguage.strip()), LANGUAGES);
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException malformed) {
            return Locale.ENGLISH;
        }
    }
}
