package com.sourceforgery.tachikoma.dispatch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.sourceforgery.tachikoma.accept.StoredRequest;
import com.sourceforgery.tachikoma.compose.CompiledRequest;
import com.sourceforgery.tachikoma.compose.Composer;
import com.sourceforgery.tachikoma.compose.ComposingFailedException;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiled requests, so that the recipients of one request share its parsing; bounded by bytes. */
public final class RequestCache {
    private final Composer composer;
    private final Cache<Long, CompiledRequest> compiled;

    public RequestCache(Composer composer, long maxBytes) {
        this.composer = composer;
        this.compiled = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Long id, CompiledRequest request) -> (int) Math.min(Integer.MAX_VALUE, request.weightBytes()))
                .build();
    }

    /** The rows when nothing is missing. */
    public List<Map<String, Object>> none() {
        return List.of();
    }

    /** Ids of the requests that these mails need and that are not here: to be read with {@code dispatch-requests.sql}. */
    public Long[] missing(List<Map<String, Object>> mails) {
        return mails.stream()
                .map(RequestCache::requestId)
                .distinct()
                .filter(id -> compiled.getIfPresent(id) == null)
                .toArray(Long[]::new);
    }

    /**
     * @param mails rows of {@code dispatch-claim.sql}
     * @param rows of {@code dispatch-requests.sql}, for those that were missing
     * @return one row per mail: {@code position} from 1, {@code mail} the given one, and {@code request} its {@link
     *     CompiledRequest}, or {@code failure} the reason why it cannot be compiled
     */
    public List<Map<String, Object>> attach(List<Map<String, Object>> mails, List<Map<String, Object>> rows) {
        Map<Long, Object> found = compile(rows);
        List<Map<String, Object>> attached = new ArrayList<>(mails.size());
        for (int i = 0; i < mails.size(); i++) {
            Long id = requestId(mails.get(i));
            Object request = found.containsKey(id) ? found.get(id) : compiled.getIfPresent(id);
            if (request == null) {
                throw new IllegalStateException("Request " + id + " was evicted between two steps; to be tried again");
            }
            attached.add(Map.of(
                    "position",
                    i + 1,
                    "mail",
                    mails.get(i),
                    request instanceof CompiledRequest ? "request" : "failure",
                    request));
        }
        return attached;
    }

    private Map<Long, Object> compile(List<Map<String, Object>> rows) {
        Map<Long, byte[]> bodies = new LinkedHashMap<>();
        Map<Long, Map<String, ByteString>> contents = new HashMap<>();
        for (Map<String, Object> row : rows) {
            Long id = requestId(row);
            bodies.put(id, (byte[]) row.get("body"));
            if (row.get("hash") != null) {
                contents.computeIfAbsent(id, any -> new HashMap<>())
                        .put((String) row.get("hash"), ByteString.copyFrom((byte[]) row.get("content")));
            }
        }
        Map<Long, Object> found = new HashMap<>();
        bodies.forEach((id, body) -> found.put(id, compile(id, body, contents.getOrDefault(id, Map.of()))));
        return found;
    }

    private Object compile(Long id, byte[] body, Map<String, ByteString> contents) {
        try {
            StoredRequest stored = new StoredRequest(OutgoingEmail.parseFrom(body), contents);
            CompiledRequest request = composer.compile(stored.withContents());
            compiled.put(id, request);
            return request;
        } catch (InvalidProtocolBufferException | ComposingFailedException | IllegalStateException e) {
            return "cannot be compiled: " + e.getMessage();
        }
    }

    private static Long requestId(Map<String, Object> row) {
        return ((Number) row.get("request_id")).longValue();
    }
}
