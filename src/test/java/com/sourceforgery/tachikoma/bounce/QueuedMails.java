package com.sourceforgery.tachikoma.bounce;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.Notifications;

/** Mails that Postfix beside the node has taken: what can bounce. */
final class QueuedMails {
    private final Installation installation;
    private final Notifications notifications;
    private final FakeNode node;

    QueuedMails(Installation installation) throws Exception {
        this.installation = installation;
        this.notifications = installation.follow();
        this.node = installation.queueingNode();
    }

    /** What their client is told. */
    Notifications notifications() {
        return notifications;
    }

    /** A new one, as the node was given it. */
    EmailMessage send(String recipient, String... blindCopies) throws Exception {
        OutgoingEmail.Builder request = Mails.to(recipient);
        for (String copy : blindCopies) {
            request.addBcc(Mails.address(copy));
        }
        installation.delivery().sendEmailUnary(request.build());
        EmailMessage mail = node.take();
        notifications.awaitEvents(recipient, "QUEUED");
        return mail;
    }
}
