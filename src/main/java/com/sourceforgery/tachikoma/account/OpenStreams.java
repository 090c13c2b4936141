package com.sourceforgery.tachikoma.account;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The streams that are open here, and who has opened them: they end when their user's credentials do. */
public final class OpenStreams {
    private record Entry(GrpcStream stream, Caller caller) {}

    private final Map<String, Entry> streams = new ConcurrentHashMap<>();

    public void add(GrpcStream stream, Caller caller) {
        streams.put(stream.id(), new Entry(stream, caller));
        stream.onClose(() -> streams.remove(stream.id()));
    }

    /** Rows for {@code account-recheck.sql}. */
    public List<Map<String, Object>> rows() {
        return streams.values().stream()
                .map(entry -> Map.<String, Object>of(
                        "stream_id", entry.stream().id(),
                        "user_id", entry.caller().userId(),
                        "credentials_version", entry.caller().credentialsVersion()))
                .toList();
    }

    /** @param rows with the {@code stream_id} of each stream that has to end */
    public void end(List<Map<String, Object>> rows) {
        Set<Object> ids = rows.stream().map(row -> row.get("stream_id")).collect(Collectors.toSet());
        streams.values().stream()
                .filter(entry -> ids.contains(entry.stream().id()))
                .forEach(entry -> entry.stream().fail(withdrawn()));
    }

    /** How a stream ends whose user is gone or not active, or whose credentials do not hold any more. */
    public static CallFailure withdrawn() {
        return new CallFailure(Reason.UNAUTHENTICATED, "The credentials of this stream have been withdrawn");
    }
}
