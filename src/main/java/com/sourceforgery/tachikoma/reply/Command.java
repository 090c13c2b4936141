package com.sourceforgery.tachikoma.reply;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The SMTP command that a reply answered, as the client's MTA noted it. */
enum Command {
    CONNECT,
    HELO,
    MAIL,
    RCPT,
    DATA,
    UNKNOWN;

    /** Postfix writes it last, however long the reply was. */
    private static final int TAIL = 80;

    private static final Pattern ANSWERED = Pattern.compile("\\(in reply to (?:end of )?(\\w+)[\\w ]* command\\)");
    private static final List<Pattern> TOLD = List.of(
            Pattern.compile("refused to talk to me"),
            // qmail-remote
            Pattern.compile("\\bbut (my|greeting|sender)(?: name)? was rejected"),
            Pattern.compile("\\bfailed after I (sent) the message"),
            Pattern.compile("^(?:delivery temporarily suspended: )?connect to "),
            Pattern.compile("while (?:performing the|receiving the initial|sending) (\\w+)"),
            Pattern.compile("SMTP error from remote mail(?:er| server) after (?:pipelined )?(?:end of )?(\\w+)"));

    /** @return empty when there is no such command */
    static Optional<Command> named(String name) {
        return Stream.of(values())
                .filter(command -> command.word().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** @param text the reply with its frame */
    static Command of(String text) {
        Matcher answered = ANSWERED.matcher(text.substring(Math.max(0, text.length() - TAIL)));
        String last = null;
        while (answered.find()) {
            last = answered.group(1);
        }
        if (last != null) {
            return ofWord(last);
        }
        for (Pattern pattern : TOLD) {
            Matcher told = pattern.matcher(text);
            if (told.find()) {
                return told.groupCount() == 0 ? CONNECT : ofWord(told.group(1));
            }
        }
        return UNKNOWN;
    }

    private static Command ofWord(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "SERVER", "INITIAL", "STARTTLS", "GREETING" -> CONNECT;
            case "HELO", "EHLO", "LHLO", "AUTH", "MY" -> HELO;
            case "MAIL", "SENDER" -> MAIL;
            case "RCPT" -> RCPT;
            case "DATA", "MESSAGE", "END", "SENT" -> DATA;
            default -> UNKNOWN;
        };
    }

    /** Whether the recipient had been named when the reply came. */
    boolean mayConcernRecipient() {
        return this == RCPT || this == DATA || this == UNKNOWN;
    }

    /** As in files and explanations. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
