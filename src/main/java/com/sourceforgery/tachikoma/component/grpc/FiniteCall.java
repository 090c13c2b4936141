package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Message;
import io.grpc.ServerCall;
import io.grpc.Status;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;

/** A call with one request whose route gives the whole answer: unary, or a finite stream of responses. */
final class FiniteCall extends ServerCall.Listener<Request> {
    private final CallConsumer consumer;
    private final GrpcCall call;
    private final Reply reply;
    private Request request;
    private volatile AnswerStream answers;

    FiniteCall(CallConsumer consumer, ServerCall<Request, Message> serverCall, GrpcCall call) {
        this.consumer = consumer;
        this.call = call;
        this.reply = new Reply(serverCall);
        serverCall.request(2); // a second message is a mistake that must be seen
    }

    @Override
    public void onMessage(Request message) {
        if (message.failure() != null) {
            reply.fail(message.failure());
        } else if (request != null) {
            reply.fail(Status.INVALID_ARGUMENT
                    .withDescription("This rpc takes one request message")
                    .asRuntimeException());
        }
        request = message;
    }

    @Override
    public void onHalfClose() {
        if (!reply.isOpen()) {
            return;
        }
        if (request == null) {
            reply.fail(Status.INVALID_ARGUMENT
                    .withDescription("This rpc takes a request message")
                    .asRuntimeException());
            return;
        }
        Exchange exchange = consumer.exchange(ExchangePattern.InOut, call, request.message());
        request = null;
        consumer.run(exchange, this::answer, reply::fail);
    }

    private void answer(Exchange exchange) {
        if (consumer.method().getType().serverSendsOneMessage()) {
            reply.send(consumer.answers().one(exchange.getMessage().getBody()));
            reply.complete();
        } else {
            AnswerStream stream = new AnswerStream(
                    consumer.answers().all(exchange.getMessage().getBody()), reply, consumer.statuses());
            answers = stream;
            stream.writeWhileReady();
        }
    }

    @Override
    public void onReady() {
        AnswerStream stream = answers;
        if (stream != null) {
            stream.writeWhileReady();
        }
    }

    @Override
    public void onCancel() {
        reply.cancelled();
        AnswerStream stream = answers;
        if (stream != null) {
            stream.writeWhileReady();
        }
    }
}
