package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the body that a route leaves as the response messages of an rpc. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final String rpc;
    private final Message prototype;

    Answers(MethodDescriptor<?, ?> method) {
        rpc = method.getFullMethodName();
        prototype = (Message)
                ((MethodDescriptor.PrototypeMarshaller<?>) method.getResponseMarshaller()).getMessagePrototype();
    }

    /** @throws IllegalStateException when the body is not the rpc's response type */
    Message one(Object body) {
        if (prototype.getClass().isInstance(body)) {
            return (Message) body;
        }
        if (prototype instanceof Empty) {
            return prototype;
        }
        throw new IllegalStateException(
                rpc + " answers with " + prototype.getClass().getName() + ", but its route left "
                        + (body == null ? "no body" : body.getClass().getName()));
    }

    /** A sequence from a message, an {@link Iterable}, {@link Iterator} or {@link java.util.stream.Stream} of them. */
    Sequence all(Object body) {
        if (body instanceof Iterator<?> iterator) {
            return new Sequence(iterator, body);
        }
        if (body instanceof BaseStream<?, ?> stream) {
            return new Sequence(stream.iterator(), body);
        }
        if (body instanceof Iterable<?> iterable) {
            return new Sequence(iterable.iterator(), body);
        }
        return new Sequence(List.of(one(body)).iterator(), body);
    }

    /** Messages that are made when they are asked for. */
    final class Sequence {
        private final Iterator<?> messages;
        private AutoCloseable resource;

        private Sequence(Iterator<?> messages, Object source) {
            this.messages = messages;
            this.resource = source instanceof AutoCloseable closeable ? closeable : null;
        }

        boolean hasNext() {
            return messages.hasNext();
        }

        Message next() {
            return one(messages.next());
        }

        void close() {
            AutoCloseable open = resource;
            resource = null;
            if (open != null) {
                try {
                    open.close();
                } catch (Exception e) {
                    LOG.warn("The answers of {} could not be closed", rpc, e);
                }
            }
        }
    }
}
