package com.sourceforgery.tachikoma.testsupport;

import com.sourceforgery.tachikoma.grpc.frontend.EmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailRecipient;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;

/** Requests to send mail. */
public final class Mails {
    private Mails() {}

    public static EmailAddress address(String email) {
        return EmailAddress.newBuilder().setEmail(email).build();
    }

    /** A small mail from the tests' domain. */
    public static OutgoingEmail.Builder to(String... recipients) {
        OutgoingEmail.Builder mail = OutgoingEmail.newBuilder()
                .setFrom(NamedEmailAddress.newBuilder()
                        .setEmail("shop@" + Installation.DOMAIN)
                        .setName("The Shop"))
                .setStatic(StaticBody.newBuilder().setSubject("Your order").setPlaintextBody("It is on its way.\n"));
        for (String recipient : recipients) {
            mail.addRecipients(EmailRecipient.newBuilder()
                    .setNamedEmail(NamedEmailAddress.newBuilder().setEmail(recipient)));
        }
        return mail;
    }
}
