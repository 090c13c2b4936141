package com.sourceforgery.tachikoma.bounce;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.address.BounceAddress;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.mta.IncomingEmailMessage;
import com.sourceforgery.tachikoma.mta.MailAcceptanceResult;
import com.sourceforgery.tachikoma.mta.MailAcceptanceResult.AcceptanceStatus;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Reads mails that came in as notices, and answers the nodes that have received them. */
public final class ReceivedNotices {
    /** Of a mail that is kept as a dead letter no more than this, so that large ones do not fill the database. */
    static final int MOST_KEPT_BYTES = 1 << 20;

    private final NoticeReader reader;

    public ReceivedNotices(NoticeReader reader) {
        this.reader = reader;
    }

    public ReceivedNotice read(IncomingEmailMessage mail, Caller node) {
        return read(mail, node.accountId());
    }

    /** @param letter row of {@code deadletter-take.sql}, of stage {@code bounce} */
    public ReceivedNotice again(Map<String, Object> letter) throws IOException {
        IncomingEmailMessage mail = IncomingEmailMessage.parseFrom((byte[]) letter.get("payload"));
        return read(mail, ((Number) letter.get("account_id")).longValue());
    }

    private ReceivedNotice read(IncomingEmailMessage mail, long accountId) {
        Notice notice = reader.read(mail.getFrom(), mail.getBody().newInput());
        Optional<String> addressed = BounceAddress.autoMailId(mail.getEmailAddress());
        String autoMailId = addressed.or(() -> returned(notice)).orElse(null);
        return new ReceivedNotice(accountId, addressed.isPresent(), autoMailId, notice);
    }

    /** Message-IDs are known to all who have the mail: they may complain of it, and not say what became of it. */
    private static Optional<String> returned(Notice notice) {
        return notice.kind() == Notice.Kind.COMPLAINT
                ? BounceAddress.ofMessageId(notice.messageId())
                : Optional.empty();
    }

    /** As much of the mail as is kept. */
    public IncomingEmailMessage kept(IncomingEmailMessage mail) {
        return mail.getBody().size() <= MOST_KEPT_BYTES
                ? mail
                : mail.toBuilder()
                        .setBody(mail.getBody().substring(0, MOST_KEPT_BYTES))
                        .build();
    }

    /** @param cause why it is kept; says, too, when not all of it is */
    public String cause(IncomingEmailMessage mail, String cause) {
        int size = mail.getBody().size();
        return size <= MOST_KEPT_BYTES
                ? cause
                : cause + " (the first " + MOST_KEPT_BYTES + " of its " + size + " bytes are kept)";
    }

    /** @throws CallFailure always, UNSUPPORTED: the node keeps the mail and tries again */
    public void decline() {
        throw new CallFailure(
                CallFailure.Reason.UNSUPPORTED, "Mail to other addresses than those of bounces is not taken yet");
    }

    public MailAcceptanceResult answer(Finding finding) {
        return switch (finding.verdict()) {
            case OUTCOME, KEPT -> accepted();
            case IGNORED, OTHER_MAIL -> result(AcceptanceStatus.IGNORED);
            case REJECTED -> result(AcceptanceStatus.REJECTED);
        };
    }

    public MailAcceptanceResult accepted() {
        return result(AcceptanceStatus.ACCEPTED);
    }

    private static MailAcceptanceResult result(AcceptanceStatus status) {
        return MailAcceptanceResult.newBuilder().setAcceptanceStatus(status).build();
    }
}
