package com.sourceforgery.tachikoma.node;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;

/** What the webserver is told about a mail it offered. */
public final class Answers {

    /** Postfix has it, under that id. */
    public MTAQueuedNotification queued(EmailMessage mail, String queueId) {
        return to(mail).setSuccess(true).setQueueId(queueId).build();
    }

    /** Nobody knows yet whether Postfix has it: ask again. */
    public MTAQueuedNotification later(EmailMessage mail) {
        return to(mail).setDiagnoseText("Postfix's log does not tell yet whether it has the mail")
                .build();
    }

    /** Postfix has not taken it: for good with a 5.x.x status, for now without one. */
    public MTAQueuedNotification notAccepted(EmailMessage mail, Exception failure) {
        MTAQueuedNotification.Builder answer = to(mail);
        if (failure instanceof NotAcceptedException refusal) {
            answer.setDiagnoseText(refusal.reply().text());
            refusal.status().ifPresent(answer::setStatus);
        }
        return answer.build();
    }

    private static MTAQueuedNotification.Builder to(EmailMessage mail) {
        return MTAQueuedNotification.newBuilder()
                .setEmailId(mail.getEmailId())
                .setRecipientEmailAddress(mail.getEmailAddress());
    }
}
