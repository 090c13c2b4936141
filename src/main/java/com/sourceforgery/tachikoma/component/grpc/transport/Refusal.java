package com.sourceforgery.tachikoma.component.grpc.transport;

import io.grpc.InternalStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.internal.GrpcUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Answers a call that grpc-java's server never sees. */
final class Refusal {
    private Refusal() {}

    static void send(HttpServerRequest request, Status status) {
        HttpServerResponse response = request.response();
        response.putHeader("content-type", GrpcUtil.CONTENT_TYPE_GRPC);
        HttpMetadata.write(trailers(status), response.headers()::add);
        response.end();
    }

    /** Trailers that say how a call ended. */
    static Metadata trailers(Status status) {
        Metadata trailers = new Metadata();
        trailers.put(InternalStatus.CODE_KEY, status);
        if (status.getDescription() != null) {
            trailers.put(InternalStatus.MESSAGE_KEY, status.getDescription());
        }
        return trailers;
    }
}
