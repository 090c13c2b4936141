package com.sourceforgery.tachikoma.rewrite;

import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The marks <code>*|UNSUB|*</code> and <code>*|UNSUB:https://example.com/bye|*</code>, which stand for the mail's
 * unsubscribe link; the latter names where a browser goes afterwards. Editors that write html may have encoded the bars.
 */
final class UnsubscribeMarks {
    /** Possessive: a text full of marks that never end is read in linear time. */
    private static final Pattern MARK = Pattern.compile("\\*\\|UNSUB(?::\\s*+([^\\s|]*+))?+\\s*+\\|\\*"
            + "|\\*%7[Cc]UNSUB(?::((?:[^\\s|%]++|%(?!7[Cc])){0,1000}+))?+%7[Cc]\\*");

    private final String defaultRedirect;

    /** @param defaultRedirect for marks that name no web address; may be empty */
    UnsubscribeMarks(String defaultRedirect) {
        this.defaultRedirect = defaultRedirect;
    }

    /** The link that an attribute's value stands for, if it is a mark. */
    Optional<BodyPlan.Insertion> find(String value) {
        Matcher mark = MARK.matcher(value.strip());
        return mark.matches() ? Optional.of(link(mark, UnaryOperator.identity())) : Optional.empty();
    }

    /**
     * All marks of a text.
     *
     * @param decoder of what stands in it
     */
    SourceEdits findAll(String text, UnaryOperator<String> decoder) {
        SourceEdits edits = new SourceEdits();
        Matcher mark = MARK.matcher(text);
        while (mark.find()) {
            edits.replace(mark.start(), mark.end(), link(mark, decoder));
        }
        return edits;
    }

    private BodyPlan.Insertion link(Matcher mark, UnaryOperator<String> decoder) {
        String redirect = Stream.of(1, 2)
                .map(mark::group)
                .filter(Objects::nonNull)
                .findFirst()
                .map(decoder)
                .flatMap(WebAddress::of)
                .orElse(defaultRedirect);
        return links -> links.unsubscribe(redirect);
    }
}
