package com.sourceforgery.tachikoma.testsupport;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A call by a client that keeps no rule of gRPC but those it is told to. */
public final class RawCall implements AutoCloseable {
    private static final String SERVICE =
            "/com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryService/";

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> trailers = new ConcurrentHashMap<>();
    private HttpClientRequest request;

    /**
     * Begins a call of an rpc of MailDeliveryService.
     *
     * @param headers names and values in turn
     */
    public static RawCall to(int port, String method, String... headers) throws Exception {
        RawCall call = new RawCall();
        HttpClientOptions http2 =
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(HttpMethod.POST)
                .setURI(SERVICE + method)
                .putHeader("content-type", "application/grpc")
                .putHeader("te", "trailers");
        for (int i = 0; i < headers.length; i += 2) {
            options.putHeader(headers[i], headers[i + 1]);
        }
        call.request = call.vertx
                .createHttpClient(http2)
                .request(options)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        call.request.response().onSuccess(response -> {
            call.note(response.headers());
            response.endHandler(v -> call.note(response.trailers()));
        });
        call.request.response().onFailure(failure -> call.trailers.put("failure", failure.toString()));
        call.request.setChunked(true);
        return call;
    }

    private void note(MultiMap lines) {
        lines.forEach(line -> trailers.put(line.getKey(), line.getValue()));
    }

    /** Sends a message in a frame of its own and the end of the request. */
    public void sendMessage(byte[] message) {
        sendFrame(0, message.length, message);
        request.end();
    }

    /** Sends a frame of any kind, true or not. */
    public void sendFrame(int compressed, int length, byte[] content) {
        request.write(
                Buffer.buffer().appendByte((byte) compressed).appendInt(length).appendBytes(content));
    }

    public void end() {
        request.end();
    }

    /** Headers and trailers of the answer so far. */
    public Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
