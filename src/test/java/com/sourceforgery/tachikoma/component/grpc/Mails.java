package com.sourceforgery.tachikoma.component.grpc;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.StaticBody;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;

/** Send requests and what becomes of them. */
final class Mails {
    private Mails() {}

    static OutgoingEmail ofSize(int bodySize) {
        return OutgoingEmail.newBuilder()
                .setStatic(StaticBody.newBuilder().setPlaintextBody("x".repeat(bodySize)))
                .build();
    }

    static EmailQueueStatusList send(Channel channel, OutgoingEmail mail) {
        return MailDeliveryServiceGrpc.newBlockingStub(channel).sendEmailUnary(mail);
    }

    /** How a call without anything special in it ends. */
    static Status sendAny(Channel channel) {
        return statusOf(() -> send(channel, OutgoingEmail.getDefaultInstance()));
    }

    static Status sendAny(Channel channel, Metadata metadata) {
        return sendAny(ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata)));
    }

    static Status statusOf(Runnable call) {
        try {
            call.run();
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }
}
