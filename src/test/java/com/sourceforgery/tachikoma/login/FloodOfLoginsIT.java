package com.sourceforgery.tachikoma.login;

import static com.sourceforgery.tachikoma.testsupport.Administration.PASSWORD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Refusals;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Logins take processors from nothing else: few are judged at a time, and who cannot wait is told so. */
class FloodOfLoginsIT {
    @RegisterExtension
    static final Installation installation = Installation.ofWebserver().withProperty("tachikoma.login.waiting", "1");

    @Test
    void aLoginThatFindsNoRoomIsUnavailableAndMayComeAgain() throws Exception {
        Administration administration = new Administration(installation);
        administration.addPerson("ada", FrontendUserRole.FRONTEND);
        ExecutorService clients = Executors.newFixedThreadPool(6);
        try {
            Callable<StatusRuntimeException> login = () -> {
                try {
                    administration.logIn("ada", PASSWORD);
                    return null;
                } catch (StatusRuntimeException e) {
                    return e;
                }
            };
            List<StatusRuntimeException> outcomes = new ArrayList<>();
            for (Future<StatusRuntimeException> outcome : clients.invokeAll(Collections.nCopies(6, login))) {
                outcomes.add(outcome.get());
            }

            assertTrue(outcomes.contains(null));
            outcomes.removeIf(outcome -> outcome == null);
            assertTrue(outcomes.size() > 0);
            for (StatusRuntimeException outcome : outcomes) {
                assertEquals(Status.Code.UNAVAILABLE, outcome.getStatus().getCode(), outcome::getMessage);
                assertEquals(1, Refusals.retryAfter(outcome));
            }
        } finally {
            clients.shutdownNow();
        }
    }
}
