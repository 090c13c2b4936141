package com.sourceforgery.tachikoma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells what happens to mails, a line each: for people in columns, for programs as JSON. */
final class Report {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final PrintWriter out;
    private final boolean json;
    private final ObjectMapper mapper = new ObjectMapper();
    private int width = 20;

    Report(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** The newest step of a mail. */
    void tell(SentMail mail) {
        SentMail.Step step = mail.last();
        if (json) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("time", step.time().toString());
            line.put("id", mail.id());
            line.put("recipient", mail.recipient());
            line.put("state", step.state().toString());
            line.put("detail", step.detail());
            out.println(toJson(line));
        } else {
            width = Math.max(width, mail.recipient().length());
            String time =
                    LocalTime.ofInstant(step.time(), ZoneId.systemDefault()).format(TIME);
            out.println(String.format(
                            "%s  %-" + width + "s  %-12s  %s", time, mail.recipient(), step.state(), step.detail())
                    .stripTrailing());
        }
        out.flush();
    }

    /** How many mails ended, or are, in which state. */
    void sum(SentMails mails) {
        if (!json) {
            out.println(Arrays.stream(MailState.values())
                    .filter(state -> mails.count(state) > 0)
                    .map(state -> mails.count(state) + " " + state)
                    .collect(Collectors.joining(", ", "", ".")));
            out.flush();
        }
    }

    private String toJson(Map<String, Object> line) {
        try {
            return mapper.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
