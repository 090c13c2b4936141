package com.sourceforgery.tachikoma.webserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StartingWebserverIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @Test
    void aCallDuringTheStartIsUnavailableNotUnimplemented(@TempDir Path folder) throws Exception {
        try (Installation installation = new Installation(services, folder)) {
            CompletableFuture<Void> started = CompletableFuture.runAsync(installation::startWebserver);
            Set<Status.Code> seen = new LinkedHashSet<>();
            while (!seen.contains(Status.Code.UNAUTHENTICATED) && !started.isCompletedExceptionally()) {
                seen.add(callWithoutCredentials(installation.port()));
            }
            started.get();
            assertEquals(List.of(Status.Code.UNAVAILABLE, Status.Code.UNAUTHENTICATED), List.copyOf(seen));
        }
    }

    private static Status.Code callWithoutCredentials(int port) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .build();
        try {
            MailDeliveryServiceGrpc.newBlockingStub(channel)
                    .sendEmailUnary(Mails.to("ada@world.example").build());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }
}
