package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * A request message, or why it could not be read. grpc-java would answer a message that cannot be parsed with UNKNOWN;
 * carried as a value, the call decides.
 */
record Request(Message message, StatusRuntimeException failure) {

    /** A method whose requests are read as this type. */
    static <Q, S> MethodDescriptor<Request, Message> readBy(MethodDescriptor<Q, S> method) {
        @SuppressWarnings("unchecked")
        Marshaller<Message> responses = (Marshaller<Message>) method.getResponseMarshaller();
        return method.toBuilder(new Reader(method.getRequestMarshaller()), responses)
                .build();
    }

    private record Reader(Marshaller<?> marshaller) implements Marshaller<Request> {
        @Override
        public Request parse(InputStream stream) {
            try {
                return new Request((Message) marshaller.parse(stream), null);
            } catch (StatusRuntimeException e) {
                return new Request(null, isMalformed(e) ? malformed() : e);
            } catch (RuntimeException e) {
                return new Request(null, malformed());
            }
        }

        private static boolean isMalformed(StatusRuntimeException failure) {
            return failure.getStatus().getCode() == Status.Code.INTERNAL;
        }

        private static StatusRuntimeException malformed() {
            return Status.INVALID_ARGUMENT
                    .withDescription("The request is not a message of the type that this rpc takes")
                    .asRuntimeException();
        }

        @Override
        public InputStream stream(Request value) {
            throw new UnsupportedOperationException("Requests are only read.");
        }
    }
}
