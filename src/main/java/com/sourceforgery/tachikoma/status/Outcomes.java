package com.sourceforgery.tachikoma.status;

import com.sourceforgery.tachikoma.reply.Judgement;
import com.sourceforgery.tachikoma.reply.Reply;
import com.sourceforgery.tachikoma.reply.ReplyRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Says what outcomes of mails mean, by the rules of the day. */
public final class Outcomes {
    private static final String HARD_BOUNCED = "HARD_BOUNCED";
    private static final List<String> WORDS_OF_OTHERS = List.of("status", "diagnose_text", "reason");
    private static final int LENGTH = 2000;
    private static final int TAIL = 100;
    private static final String GAP = " … ";

    private final ReplyRules rules;

    public Outcomes(ReplyRules rules) {
        this.rules = rules;
    }

    /**
     * @param rows of {@code status-store.sql} or {@code queued-refuse.sql}: {@code status} (RFC 3463) and {@code
     *     diagnose_text}; {@code kind} where the status does not say it; {@code elsewhere} when the reply was about an address
     *     that the mail was not sent to
     * @return the same rows, with texts of at most 2,000 characters, and with {@code kind} and, of bounces, {@code class},
     *     {@code rule}, {@code rules_version}, {@code alarms}, and {@code blocks}: the reason for which the recipient is to be
     *     blocked, or null
     */
    public List<Map<String, Object>> judge(List<Map<String, Object>> rows) {
        return rows.stream().map(this::judge).toList();
    }

    private Map<String, Object> judge(Map<String, Object> row) {
        Map<String, Object> judged = new HashMap<>(row);
        WORDS_OF_OTHERS.forEach(column -> judged.computeIfPresent(column, (key, text) -> bounded((String) text)));
        String status = text(judged, "status");
        String kind = (String) judged.computeIfAbsent("kind", key -> kind(status));
        if (kind.equals(HARD_BOUNCED) || kind.equals("SOFT_BOUNCED")) {
            Judgement judgement = rules.judge(new Reply(status, text(judged, "diagnose_text")));
            boolean blocks = judgement.blocks() && kind.equals(HARD_BOUNCED) && !judged.containsKey("elsewhere");
            judged.put("class", judgement.replyClass());
            judged.put("rule", judgement.rule());
            judged.put("rules_version", rules.version());
            judged.put("alarms", judgement.alarms());
            judged.put("blocks", blocks ? HARD_BOUNCED : null);
        }
        return judged;
    }

    /**
     * What is stored is what is judged, so that judging it again gives the same. The end stays, since Postfix says there which
     * command was answered.
     */
    private static String bounded(String text) {
        if (text.codePointCount(0, text.length()) <= LENGTH) {
            return text;
        }
        int head = text.offsetByCodePoints(0, LENGTH - GAP.length() - TAIL);
        int tail = text.offsetByCodePoints(text.length(), -TAIL);
        return text.substring(0, head) + GAP + text.substring(tail);
    }

    private static String kind(String status) {
        return switch (status.isEmpty() ? '5' : status.charAt(0)) {
            case '2' -> "DELIVERED";
            case '4' -> "SOFT_BOUNCED";
            default -> HARD_BOUNCED;
        };
    }

    private static String text(Map<String, Object> row, String column) {
        return Objects.toString(row.get(column), "");
    }
}
