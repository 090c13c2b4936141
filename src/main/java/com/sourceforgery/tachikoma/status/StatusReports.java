package com.sourceforgery.tachikoma.status;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.account.Tokens;
import com.sourceforgery.tachikoma.address.BounceAddress;
import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns nodes' status reports into rows of {@code status-store.sql}. */
public final class StatusReports {
    /** Enhanced status code, RFC 3463 section 2. */
    private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");

    private final Clock clock;

    public StatusReports(Clock clock) {
        this.clock = clock;
    }

    /**
     * Whether it says what happened to which mail; what does not is a dead letter. A mail is named by its envelope sender, or
     * by queue id and recipient.
     */
    public boolean isUsable(DeliveryNotification report) {
        return STATUS.matcher(report.getStatus()).matches()
                && hasNoNul(report)
                && (autoMailId(report) != null
                        || !report.getQueueId().isBlank()
                                && !report.getOriginalRecipient().isBlank());
    }

    private static boolean hasNoNul(DeliveryNotification report) {
        return (report.getQueueId()
                                + report.getOriginalRecipient()
                                + report.getDiagnoseText()
                                + report.getReason()
                                + report.getCause())
                        .indexOf('\0')
                < 0;
    }

    /** The row of a usable report of this node. */
    public Map<String, Object> row(DeliveryNotification report, Caller node) {
        Map<String, Object> row = new HashMap<>();
        row.put("account_id", node.accountId());
        row.put("queue_id", report.getQueueId().strip());
        row.put("recipient", report.getOriginalRecipient().strip());
        row.put("status", report.getStatus());
        row.put("diagnose_text", report.getDiagnoseText());
        row.put("reason", report.getReason());
        row.put("cause", cause(report));
        row.put("auto_mail_id", autoMailId(report));
        return row;
    }

    /**
     * What makes the report the same one when it comes again. An old node sends no cause: its delivered and bounced reports
     * are the same whenever they come, its deferrals within a minute.
     */
    private String cause(DeliveryNotification report) {
        if (!report.getCause().isBlank()) {
            return "log:" + report.getCause();
        }
        String what = report.getQueueId() + '\n' + report.getOriginalRecipient() + '\n' + report.getStatus();
        if (report.getStatus().startsWith("4")) {
            what += '\n' + report.getDiagnoseText() + '\n' + clock.millis() / 60_000;
        }
        return "report:" + Tokens.hexHash(what).substring(0, 32);
    }

    private static String autoMailId(DeliveryNotification report) {
        return BounceAddress.autoMailId(report.getEnvelopeSender()).orElse(null);
    }
}
