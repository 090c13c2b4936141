package com.sourceforgery.tachikoma.mailpath;

import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc.MTADeliveryNotificationsBlockingStub;
import com.sourceforgery.tachikoma.testsupport.Installation;

/** What a node reports about deliveries, in the words of a test. */
final class NodeReports {
    private NodeReports() {}

    /** Takes reports by the node of a mail domain. */
    static MTADeliveryNotificationsBlockingStub reportsOf(Installation installation, String mailDomain)
            throws Exception {
        return Installation.withToken(
                installation.apiToken(mailDomain, "BACKEND"),
                MTADeliveryNotificationsGrpc.newBlockingStub(installation.channel()));
    }

    /**
     * A report as a node without the envelope sender tells it.
     *
     * @param status enhanced status code (RFC 3463), for example {@code 5.1.1}
     */
    static DeliveryNotification report(String queueId, String recipient, String status) {
        return DeliveryNotification.newBuilder()
                .setQueueId(queueId)
                .setOriginalRecipient(recipient)
                .setStatus(status)
                .setDiagnoseText("said the world")
                .build();
    }
}
