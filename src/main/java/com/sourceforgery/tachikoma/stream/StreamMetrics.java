package com.sourceforgery.tachikoma.stream;

import com.sourceforgery.tachikoma.grpc.frontend.EmailMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Opens and clicks for the streams that want them: read for all events that wait at the moment, not event by event. */
public final class StreamMetrics {
    private static final int MOST_EVENTS_OF_A_STREAM = 500;

    private final Set<ClientStream> waiting = ConcurrentHashMap.newKeySet();
    private final Runnable wake;

    /** @param wake makes the route read metrics */
    public StreamMetrics(Runnable wake) {
        this.wake = wake;
    }

    void wantedBy(ClientStream stream) {
        if (waiting.add(stream)) {
            wake.run();
        }
    }

    /** The mails whose events wait, as {@code email_id} of a row per event; the stream's next events in their order. */
    public List<Map<String, Object>> wanted() {
        waiting.removeIf(stream -> !stream.stream().isOpen());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ClientStream stream : waiting) {
            for (Long mail : stream.unmeasured(MOST_EVENTS_OF_A_STREAM)) {
                rows.add(Map.of("stream", stream, "email_id", mail));
            }
        }
        return rows;
    }

    /**
     * @param rows what was wanted
     * @param metrics by mail id
     */
    public void deliver(List<Map<String, Object>> rows, Map<Long, EmailMetrics> metrics) {
        Map<ClientStream, List<Long>> byStream = new LinkedHashMap<>();
        rows.forEach(row -> byStream.computeIfAbsent((ClientStream) row.get("stream"), stream -> new ArrayList<>())
                .add((Long) row.get("email_id")));
        byStream.forEach((stream, mails) -> {
            waiting.remove(stream);
            stream.measure(mails, metrics);
        });
    }
}
