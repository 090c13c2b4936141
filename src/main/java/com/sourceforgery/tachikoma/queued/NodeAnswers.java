package com.sourceforgery.tachikoma.queued;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import java.util.Map;

/** Reads nodes' answers to mails. */
public final class NodeAnswers {
    /** Says nothing but that the node is there. */
    public boolean isAlive(MTAQueuedNotification answer) {
        return answer.getEmailId() == 0;
    }

    /** Postfix has the mail. */
    public boolean isQueued(MTAQueuedNotification answer) {
        return answer.getSuccess() && !answer.getQueueId().isBlank();
    }

    /** Postfix has refused the mail for good; anything else that is not queued is 'not now'. */
    public boolean isRefused(MTAQueuedNotification answer) {
        return !answer.getSuccess() && answer.getStatus().startsWith("5.");
    }

    /** The row for {@code queued-store.sql}, {@code queued-refuse.sql} and {@code queued-postpone.sql}. */
    public Map<String, Object> row(MTAQueuedNotification answer, Caller node) {
        return Map.of(
                "account_id", node.accountId(),
                "email_id", answer.getEmailId(),
                "queue_id", clean(answer.getQueueId()),
                "recipient", clean(answer.getRecipientEmailAddress()),
                "status", clean(answer.getStatus()),
                "diagnose_text", clean(answer.getDiagnoseText()),
                "cause", cause(answer));
    }

    private static String cause(MTAQueuedNotification answer) {
        String text = (answer.getStatus() + " " + answer.getDiagnoseText()).strip();
        return text.isEmpty() ? "the node could not hand it to Postfix" : clean(text);
    }

    /** PostgreSQL takes no NUL in text. */
    private static String clean(String text) {
        return text.replace("\0", "").strip();
    }
}
