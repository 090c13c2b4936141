package com.sourceforgery.tachikoma.release;

import com.sourceforgery.tachikoma.broker.ConfirmedPublisher;
import com.sourceforgery.tachikoma.broker.ConfirmedPublisher.Outgoing;
import com.sourceforgery.tachikoma.broker.Topology;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Publishes leased mails to their accounts' queues; a message names the mail and its lease, nothing else. */
public final class LeasePublisher {
    private final ConfirmedPublisher publisher;
    private final long leaseMillis;

    /** @param leaseSeconds how long a lease lasts; its message expires with it */
    public LeasePublisher(ConfirmedPublisher publisher, int leaseSeconds) {
        this.publisher = publisher;
        this.leaseMillis = leaseSeconds * 1000L;
    }

    /**
     * @param leased rows of {@code release-lease.sql}, committed
     * @return those that did not get into a queue for certain; their leases are to be given back
     */
    public List<Map<String, Object>> publish(List<Map<String, Object>> leased) {
        Set<String> failed = publisher.publishToQueues(
                Topology.OUTGOING, leased.stream().map(this::message).toList());
        return failed.isEmpty()
                ? List.of()
                : leased.stream().filter(row -> failed.contains(id(row))).toList();
    }

    private Outgoing message(Map<String, Object> row) {
        String body = "{\"account_id\":%s,\"email_id\":%s,\"attempt\":%s}"
                .formatted(row.get("account_id"), row.get("email_id"), row.get("attempt"));
        return new Outgoing(
                id(row),
                row.get("account_id").toString(),
                body.getBytes(StandardCharsets.UTF_8),
                "application/json",
                leaseMillis,
                Map.of());
    }

    private static String id(Map<String, Object> row) {
        return row.get("email_id") + "/" + row.get("attempt");
    }
}
