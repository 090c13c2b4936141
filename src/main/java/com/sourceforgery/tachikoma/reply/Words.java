package com.sourceforgery.tachikoma.reply;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reply taken apart: its codes, the command it answered, and the text that rules look at.
 *
 * @param reported enhanced code as reported, null when none
 * @param replyCode three-digit code (RFC 5321 section 4.2) in the text, "" when none
 * @param inText enhanced code in the text, null when none
 * @param effective the code that counts, null when none
 * @param text without frame and codes, addresses as {@code @}, spaces single
 */
record Words(
        EnhancedCode reported,
        String replyCode,
        EnhancedCode inText,
        EnhancedCode effective,
        Command during,
        String text) {
    /** What is looked at of a reply; Postfix cuts its log lines at about this length. */
    static final int LOOKED_AT = 2_000;

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern TYPE =
            Pattern.compile("^ ?(?:smtp|lmtp|x-[\\w-]{1,30}) ?; ?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ANSWERED = Pattern.compile(" ?\\(in reply to [\\w ]{1,30} command\\)");

    /** Where a server's words begin: at their code, at the start or after what an MTA writes before them. */
    private static final Pattern CODE = Pattern.compile("(?:^ ?"
            + "|\\b(?:said|says|refused to talk to me|response(?: was)?|returned was):? ?"
            + "|host [\\w.-]{1,255} \\[[^\\] ]{1,50}\\]: "
            + "|<<< "
            + "|address error )"
            + "([245]\\d\\d)(?![\\d.])[- ]?'?(?:\\1[- ])?");

    private static final Pattern ENHANCED_NEXT =
            Pattern.compile("#?([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.]*\\d)[-:]? ?");
    private static final Pattern ENHANCED_ANYWHERE =
            Pattern.compile("(?<![\\d.v])([245]\\.[0-7]\\.\\d{1,3})(?![\\d.]*\\d)");
    /** Three dots join it to a word and belong to neither: {@code ada@example.org...User unknown}. */
    private static final Pattern ADDRESS = Pattern.compile("(?<![^\\s<>\"'(\\[,;:@.])"
            + "(?:[^\\s<>\"'(\\[,;:@.]|\\.(?!\\.\\.))++"
            + "@[^\\s<>\"')\\],;:@.]++(?:\\.[^\\s<>\"')\\],;:@.]++)*+");

    static Words of(Reply reply) {
        String whole = reply.text();
        Command during = Command.of(head(whole) + (whole.length() > LOOKED_AT ? tail(whole) : ""));
        String text = TYPE.matcher(SPACES.matcher(head(whole)).replaceAll(" ")).replaceFirst("");
        EnhancedCode reported = EnhancedCode.leading(reply.status()).orElse(null);
        String replyCode = "";
        Matcher code = CODE.matcher(text);
        if (code.find()) {
            replyCode = code.group(1);
            text = joined(text.substring(code.end()), replyCode);
        }
        EnhancedCode inText = null;
        Matcher next = ENHANCED_NEXT.matcher(text);
        if (next.lookingAt()) {
            inText = EnhancedCode.parse(next.group(1)).orElseThrow();
            text = text.substring(next.end());
        } else {
            inText = anywhere(text, replyCode).orElse(null);
        }
        text = ANSWERED.matcher(text).replaceAll("");
        text = ADDRESS.matcher(text).replaceAll("@").strip();
        return new Words(reported, replyCode, inText, effective(reported, inText), during, text);
    }

    private static String head(String text) {
        return text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
    }

    private static String tail(String text) {
        return text.substring(Math.max(LOOKED_AT, text.length() - 100));
    }

    /** Lines of a reply have its codes again, each: they would tear sentences apart. */
    private static String joined(String text, String replyCode) {
        return text.replaceAll(
                "(?<= )" + replyCode + "(?:-| (?=[245]\\.\\d))(?:#?[245]\\.\\d{1,3}\\.\\d{1,3}(?![\\d.]) ?)?", "");
    }

    private static Optional<EnhancedCode> anywhere(String text, String replyCode) {
        Matcher matcher = ENHANCED_ANYWHERE.matcher(text);
        while (matcher.find()) {
            if (replyCode.isEmpty() || replyCode.charAt(0) == matcher.group(1).charAt(0)) {
                return EnhancedCode.parse(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /** The reported code, unless the text has one that says more. Whether it is final is what was reported. */
    private static EnhancedCode effective(EnhancedCode reported, EnhancedCode inText) {
        if (reported == null || inText == null) {
            return reported == null ? inText : reported;
        }
        return inText.saysMoreThan(reported) ? inText.withType(reported.type()) : reported;
    }

    /** Whether anything says that it may succeed later (RFC 3463 section 3.1, RFC 5321 section 4.2.1). */
    boolean temporary() {
        return reported != null && reported.type() == 4
                || inText != null && inText.type() == 4
                || replyCode.startsWith("4");
    }

    boolean delivered() {
        return reported == null && replyCode.startsWith("2") || reported != null && reported.type() == 2;
    }

    /** Whether it can say that the recipient is dead at all. */
    boolean mayBlock() {
        return !temporary() && during.mayConcernRecipient();
    }

    String effectiveText() {
        return effective == null ? "" : effective.toString();
    }

    /** The first digit that counts; 0 when there is none. */
    int digit() {
        if (temporary()) {
            return 4;
        }
        if (effective != null) {
            return effective.type();
        }
        return replyCode.isEmpty() ? 0 : replyCode.charAt(0) - '0';
    }
}
