package com.sourceforgery.tachikoma.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.LoggedLines;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FailureLogIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    @AutoClose
    private final LoggedLines log = new LoggedLines();

    private static Status refusal(OutgoingEmail mail) {
        return assertThrows(
                        StatusRuntimeException.class,
                        () -> installation.delivery().sendEmailUnary(mail))
                .getStatus();
    }

    @Test
    void aClientsMistakeIsTheClientsAlone() {
        assertEquals(
                Status.Code.INVALID_ARGUMENT,
                refusal(Mails.to("no address").build()).getCode());
        assertEquals(
                Status.Code.UNAUTHENTICATED,
                assertThrows(StatusRuntimeException.class, () -> installation
                                .withToken("example.com:wrong", MailDeliveryServiceGrpc::newBlockingStub)
                                .sendEmailUnary(Mails.to("ada@world.example").build()))
                        .getStatus()
                        .getCode());

        assertEquals(List.of(), log.troubles());
    }

    @Test
    void aFailureOfOursIsLoggedOnceWithTheIdThatTheClientWasTold() {
        TestDatabase database = installation.database();
        database.execute("alter table request_attachment rename to elsewhere");
        try {
            Status status = refusal(Mails.to("ada@world.example").build());

            assertEquals(Status.Code.INTERNAL, status.getCode());
            assertTrue(status.getDescription().matches("Internal error [0-9a-f]{16}"), status.getDescription());
            assertEquals(List.of(status.getDescription()), log.troubles());
        } finally {
            database.execute("alter table elsewhere rename to request_attachment");
        }
    }
}
