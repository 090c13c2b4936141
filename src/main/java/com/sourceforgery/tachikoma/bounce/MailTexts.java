package com.sourceforgery.tachikoma.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a mail says to people, in plain text and in html, without the mail that it returns or quotes. */
final class MailTexts {
    private static final Pattern MESSAGE_ID =
            Pattern.compile("(?im)^[ \\t>]{0,20}Message-ID:\\s{0,20}<([^<>\\s]{1,900})>");
    /** Of all plain texts of a mail together. */
    private static final int LOOKED_AT = 128 * 1024;

    private final Mail mail;
    private final NoticeRules rules;
    private final String plain;
    private final int end;
    private List<String> words;

    MailTexts(Mail mail, NoticeRules rules) {
        this.mail = mail;
        this.rules = rules;
        String text = Words.plainLines(mail.text(Mail.Part::isPlain));
        plain = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
        end = rules.endOfWords(plain);
    }

    /** @return plain text first; each ends with a line end */
    List<String> words() {
        if (words == null) {
            words = new ArrayList<>();
            add(plain.substring(0, end));
            mail.part(Mail.Part::isHtml)
                    .map(part -> HtmlLines.of(part.text()))
                    .ifPresent(html -> add(html.substring(0, rules.endOfWords(html))));
        }
        return words;
    }

    private void add(String text) {
        if (!text.isBlank()) {
            words.add(text + "\n");
        }
    }

    /** Whether it is in the plain text, the returned mail apart. */
    boolean says(String phrase) {
        int found = plain.indexOf(phrase);
        return found >= 0 && found < end;
    }

    /** Without the returned mail; but a notice that a server passes on as text is what it has to say. */
    String ownOrPassedOn() {
        String rest = plain.substring(end);
        return rules.isSender(Fields.header(rest).first("from")) ? rest : plain.substring(0, end);
    }

    /** Whether the plain text has the phrase. */
    boolean names(String phrase) {
        return plain.contains(phrase);
    }

    /** @return that of the returned part, or of what the text has of it; empty when there is none */
    String messageId() {
        String returned = mail.returned().messageId();
        if (!returned.isEmpty()) {
            return returned;
        }
        Matcher copy = MESSAGE_ID.matcher(plain);
        int endOfReport = DeliveryStatus.endWithin(plain);
        boolean isFound = copy.find(Math.max(endOfReport, end)) || copy.find(endOfReport) || copy.find(0);
        return isFound ? copy.group(1) : "";
    }
}
