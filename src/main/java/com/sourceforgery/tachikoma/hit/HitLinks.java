package com.sourceforgery.tachikoma.hit;

import com.sourceforgery.tachikoma.grpc.frontend.tracking.UrlTrackingData;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.UnsubscribeData;
import com.sourceforgery.tachikoma.links.LinkSigner;
import com.sourceforgery.tachikoma.links.LinkTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What requests to links of mails mean: rows of {@code hit-store.sql}. Null stands for a link that was not made here, that
 * is damaged, or that is one of another kind.
 */
public final class HitLinks {
    private static final Pattern AUTO_MAIL_ID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final LinkSigner signer;

    public HitLinks(LinkSigner signer) {
        this.signer = signer;
    }

    /** A load of the pixel, whose token leads nowhere. */
    public Map<String, Object> opened(Visit visit) {
        return signer.verifyTracking(visit.token())
                .filter(data -> data.getRedirectUrl().isEmpty())
                .map(data -> row(visit, "OPENED", data.getEmailId().getId()))
                .orElse(null);
    }

    /** A click; member {@code url} says where it leads. */
    public Map<String, Object> clicked(Visit visit) {
        return signer.verifyTracking(visit.token())
                .filter(data -> LinkTarget.findLocation(data.getRedirectUrl()).isPresent())
                .map(data -> clicked(visit, data))
                .orElse(null);
    }

    private static Map<String, Object> clicked(Visit visit, UrlTrackingData data) {
        Map<String, Object> row = row(visit, "CLICKED", data.getEmailId().getId());
        row.put("url", data.getRedirectUrl());
        return row;
    }

    /** An unsubscribe, once it is confirmed; member {@code url} says where a browser goes afterwards, if anywhere. */
    public Map<String, Object> unsubscribed(Visit visit) {
        return signer.verifyUnsubscribe(visit.token())
                .map(data -> unsubscribed(visit, data))
                .orElse(null);
    }

    private static Map<String, Object> unsubscribed(Visit visit, UnsubscribeData data) {
        Map<String, Object> row = row(visit, "UNSUBSCRIBED", data.getEmailId().getId());
        LinkTarget.findLocation(data.getRedirectUrl()).ifPresent(url -> row.put("url", data.getRedirectUrl()));
        return row;
    }

    /**
     * A report of abuse, once it is made. The mail is named by the link or in the form, by its Message-ID or the part of it
     * before the @; null when neither names one.
     */
    public Map<String, Object> reported(Visit visit) {
        Matcher named =
                AUTO_MAIL_ID.matcher(visit.token().isEmpty() ? visit.form().getOrDefault("mail", "") : visit.token());
        boolean found = visit.token().isEmpty() ? named.find() : named.matches();
        if (!found) {
            return null;
        }
        Map<String, Object> row = row(visit, "REPORTED_ABUSE");
        row.put("auto_mail_id", UUID.fromString(named.group()).toString());
        row.put("message", visit.form().getOrDefault("text", "").strip());
        return row;
    }

    /** Header {@code Location} for the url of a row. */
    public String location(Map<String, Object> row) {
        return LinkTarget.findLocation((String) row.get("url")).orElseThrow();
    }

    private static Map<String, Object> row(Visit visit, String kind, long emailId) {
        Map<String, Object> row = row(visit, kind);
        row.put("email_id", emailId);
        return row;
    }

    private static Map<String, Object> row(Visit visit, String kind) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", visit.id());
        row.put("received_at", visit.receivedAt());
        row.put("kind", kind);
        row.put("method", visit.method());
        row.put("address", visit.address());
        row.put("agent", visit.agent());
        return row;
    }
}
