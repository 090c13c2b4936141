package com.sourceforgery.tachikoma.testsupport;

import com.sourceforgery.tachikoma.mta.DeliveryNotification;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc.MTADeliveryNotificationsBlockingStub;

/** What a node reports about deliveries, in the words of a test. */
public final class NodeReports {
    private NodeReports() {}

    /** Takes reports by the node of {@value Installation#DOMAIN}. */
    public static MTADeliveryNotificationsBlockingStub reportsOf(Installation installation) throws Exception {
        return reportsOf(installation, Installation.DOMAIN);
    }

    /** Takes reports by the node of a mail domain. */
    public static MTADeliveryNotificationsBlockingStub reportsOf(Installation installation, String mailDomain)
            throws Exception {
        return installation.withToken(
                installation.apiToken(mailDomain, "BACKEND"), MTADeliveryNotificationsGrpc::newBlockingStub);
    }

    /**
     * A report as a node without the envelope sender tells it.
     *
     * @param status enhanced status code (RFC 3463), for example {@code 5.1.1}
     */
    public static DeliveryNotification report(String queueId, String recipient, String status) {
        return DeliveryNotification.newBuilder()
                .setQueueId(queueId)
                .setOriginalRecipient(recipient)
                .setStatus(status)
                .setDiagnoseText("said the world")
                .build();
    }
}
