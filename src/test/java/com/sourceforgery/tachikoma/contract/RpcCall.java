package com.sourceforgery.tachikoma.contract;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A call of any rpc with at most one request, and what is answered. */
final class RpcCall extends ClientCall.Listener<Message> {
    private final ClientCall<Message, Message> call;
    private final boolean endless;
    private final List<Message> answers = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Status.Code> outcome = new CompletableFuture<>();

    private RpcCall(ClientCall<Message, Message> call, boolean endless) {
        this.call = call;
        this.endless = endless;
    }

    /**
     * @param request or null for a stream that begins with none
     * @param endless whether it is a stream that the server does not end: it is OK as soon as something comes
     */
    static RpcCall start(
            Channel channel, MethodDescriptor<?, ?> method, Metadata metadata, Message request, boolean endless) {
        @SuppressWarnings("unchecked")
        MethodDescriptor<Message, Message> rpc = (MethodDescriptor<Message, Message>) method;
        RpcCall started = new RpcCall(channel.newCall(rpc, CallOptions.DEFAULT), endless);
        started.call.start(started, metadata);
        started.call.request(Integer.MAX_VALUE);
        if (request != null) {
            started.call.sendMessage(request);
        }
        started.call.halfClose();
        return started;
    }

    @Override
    public void onMessage(Message message) {
        answers.add(message);
        if (endless) {
            outcome.complete(Status.Code.OK);
            call.cancel("seen enough", null);
        }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        outcome.complete(status.getCode());
    }

    List<Message> answers() {
        return answers;
    }

    CompletableFuture<Status.Code> outcome() {
        return outcome;
    }
}
