package com.sourceforgery.tachikoma.compose;

import com.sourceforgery.tachikoma.address.Mailbox;
import com.sourceforgery.tachikoma.grpc.frontend.EmailId;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.unsubscribe.UnsubscribeData;
import com.sourceforgery.tachikoma.links.LinkBase;
import com.sourceforgery.tachikoma.links.LinkSigner;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.TreeMap;

/** The header of a request's mails: what all of them share is encoded once. */
final class MailHeader {
    private final LinkSigner signer;
    private final ZoneId zone;
    private final String linkHost;
    private final String sender;
    private final String custom;

    /** @throws IllegalArgumentException when an address or the time zone is not valid */
    MailHeader(OutgoingEmail request, LinkSigner signer) {
        this.signer = signer;
        this.zone = request.getTimeZone().isEmpty() ? ZoneOffset.UTC : ZoneId.of(request.getTimeZone());
        this.linkHost = request.getTrackingData().getTrackingDomain();
        this.sender = sender(request);
        HeaderFields fields = new HeaderFields();
        // a map on the wire has no order
        new TreeMap<>(request.getHeadersMap())
                .forEach((name, value) -> fields.add(name, HeaderText.value(name, value)));
        this.custom = fields.toString();
    }

    private static String sender(OutgoingEmail request) {
        NamedEmailAddress from = request.getFrom();
        HeaderFields fields = new HeaderFields();
        fields.add("From", HeaderText.address("From", from.getName(), Mailbox.parse(from.getEmail())));
        if (!request.getReplyTo().getEmail().isEmpty()) {
            fields.add(
                    "Reply-To", Mailbox.parse(request.getReplyTo().getEmail()).toString());
        }
        return fields.toString();
    }

    /** Lines of the header but those of the body's type, each with its line end. */
    String of(Addressee addressee, Mailbox to, String subject) {
        HeaderFields fields = new HeaderFields()
                .add("Date", date(addressee.date()))
                .addAll(sender)
                .add("To", HeaderText.address("To", addressee.recipientName(), to))
                .add("Message-ID", "<" + addressee.autoMailId() + "@" + addressee.mailDomain() + ">");
        String line = HeaderText.text("Subject", subject);
        if (!line.isEmpty()) {
            fields.add("Subject", line);
        }
        String links = LinkBase.withHost(addressee.baseUrl(), linkHost);
        return fields.add("List-Unsubscribe", listUnsubscribe(addressee, links))
                .add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .add("X-Report-Abuse", "<" + links + "abuse/" + addressee.autoMailId() + ">")
                .add("X-Tachikoma-User", Long.toString(addressee.userId()))
                .addAll(custom)
                .toString();
    }

    /** RFC 2369 and RFC 8058: a mail and a link that work without any further question to the reader. */
    private String listUnsubscribe(Addressee addressee, String links) {
        UnsubscribeData data = UnsubscribeData.newBuilder()
                .setEmailId(EmailId.newBuilder().setId(addressee.emailId()))
                .build();
        return "<mailto:unsub-" + addressee.autoMailId() + "@" + addressee.bounceDomain() + ">,\r\n <" + links
                + "unsubscribe/" + signer.sign(data) + ">";
    }

    /** RFC 5322 §3.3, with month and day names that no locale changes. */
    private String date(Instant instant) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atZone(zone)).replace("GMT", "+0000");
    }
}
