package com.sourceforgery.tachikoma.bounce;

import com.google.protobuf.ByteString;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.IncomingEmailMessage;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.mta.MailAcceptanceResult.AcceptanceStatus;
import com.sourceforgery.tachikoma.testsupport.Installation;
import java.nio.charset.StandardCharsets;

/** Mails to bounce addresses, in the words of a test, and the node that hands them over. */
final class BounceMails {
    private final Installation installation;

    BounceMails(Installation installation) {
        this.installation = installation;
    }

    /** What the webserver answers to a mail from {@code <>}. */
    AcceptanceStatus receive(String address, String mail) throws Exception {
        return receive(Installation.DOMAIN, address, ByteString.copyFrom(mail, StandardCharsets.UTF_8));
    }

    AcceptanceStatus receive(String mailDomain, String address, ByteString mail) throws Exception {
        return installation
                .withToken(installation.apiToken(mailDomain, "BACKEND"), MTAEmailQueueGrpc::newBlockingStub)
                .incomingEmail(IncomingEmailMessage.newBuilder()
                        .setEmailAddress(address)
                        .setBody(mail)
                        .build())
                .getAcceptanceStatus();
    }

    /** A delivery status notification (RFC 3464) about one recipient. */
    static String dsn(String recipient, String action, String status, String diagnostic) {
        return dsn("Final-Recipient: rfc822; " + recipient + "\r\nAction: " + action + "\r\nStatus: " + status
                + "\r\nDiagnostic-Code: smtp; " + diagnostic + "\r\n");
    }

    /** One with the fields of as many recipients as are given. */
    static String dsn(String... recipients) {
        return """
                From: MAILER-DAEMON@mx.world.example
                To: sender
                Subject: Undelivered Mail
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

                --=_b
                Content-Type: text/plain

                It could not be delivered.

                --=_b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.world.example

                %s
                --=_b--
                """.replace("\n", "\r\n").formatted(String.join("\r\n", recipients));
    }

    /** A complaint (RFC 5965) about the mail. */
    static String complaint(String type, EmailMessage mail, String recipient) {
        String token = mail.getFrom().replaceFirst("bounce-", "").replaceFirst("@.*", "");
        return """
                From: fbl@provider.example
                To: abuse@example.com
                Subject: complaint
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="=_f"

                --=_f
                Content-Type: text/plain

                Somebody has complained.

                --=_f
                Content-Type: message/feedback-report

                Feedback-Type: %s
                User-Agent: Provider/1.0
                Version: 1
                Original-Rcpt-To: %s

                --=_f
                Content-Type: message/rfc822

                Message-ID: <%s@example.com>
                From: shop@example.com
                Subject: Your order

                It is on its way.
                --=_f--
                """.formatted(type, recipient, token).replace("\n", "\r\n");
    }
}
