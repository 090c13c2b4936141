package com.sourceforgery.tachikoma.component.grpc.transport;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.internal.GrpcUtil;
import io.grpc.internal.TransportFrameUtil;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Metadata of a call as headers and trailers of HTTP/2. */
final class HttpMetadata {
    private HttpMetadata() {}

    /** @throws IllegalArgumentException when a binary header is not base64, or the timeout is not one */
    static Metadata read(MultiMap headers) {
        List<byte[]> lines = new ArrayList<>(2 * headers.size());
        for (Map.Entry<String, String> header : headers) {
            if (!header.getKey().startsWith(":")) {
                lines.add(header.getKey().getBytes(StandardCharsets.US_ASCII));
                lines.add(header.getValue().getBytes(StandardCharsets.US_ASCII));
            }
        }
        Metadata metadata =
                InternalMetadata.newMetadata(TransportFrameUtil.toRawSerializedHeaders(lines.toArray(byte[][]::new)));
        metadata.get(GrpcUtil.TIMEOUT_KEY);
        return metadata;
    }

    static void write(Metadata metadata, BiConsumer<String, String> target) {
        byte[][] lines = TransportFrameUtil.toHttp2Headers(metadata);
        for (int i = 0; i < lines.length; i += 2) {
            target.accept(
                    new String(lines[i], StandardCharsets.US_ASCII),
                    new String(lines[i + 1], StandardCharsets.US_ASCII));
        }
    }
}
