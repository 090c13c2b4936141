package com.sourceforgery.tachikoma.login;

import static com.sourceforgery.tachikoma.testsupport.Administration.PASSWORD;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginRequest;
import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginServiceGrpc.LoginServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Refusals;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever guesses passwords has to wait, longer after each failure; all webservers know of it. */
class SlowedDownLoginIT {
    private static final int FREE_PER_LOGIN = 10;
    private static final int FREE_PER_ADDRESS = 50;

    @RegisterExtension
    static final Installation installation =
            Installation.ofWebserver().with("OVERRIDING_REMOTE_IP_HEADER", "X-Real-IP");

    static final TestDatabase database = installation.database();

    private static LoginServiceBlockingStub from(String address) {
        return Installation.withHeader("x-real-ip", address, LoginServiceGrpc.newBlockingStub(installation.channel()));
    }

    private static Status.Code attempt(String address, String login, String password) {
        try {
            from(address).login(request(login, password));
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static LoginRequest request(String login, String password) {
        return LoginRequest.newBuilder()
                .setUsername(login)
                .setPassword(password)
                .build();
    }

    /** As if so many attempts had failed a moment ago. */
    private static void failedBefore(String kind, String subject, int failures) {
        database.update(
                "insert into login_attempt (kind, subject, failures) values (?, sha256(convert_to(?, 'UTF8')), ?)",
                kind,
                subject,
                failures);
    }

    @Test
    void afterTheFreeFailuresALoginIsRefusedFromWhateverAddressUntilItHasWaited() throws Exception {
        new Administration(installation).addPerson("ada", FrontendUserRole.FRONTEND);
        failedBefore("login", "ada", FREE_PER_LOGIN + 3);
        assertEquals(Status.Code.UNAUTHENTICATED, attempt("192.0.2.1", "ada", "wrong password"));

        StatusRuntimeException refused = assertRefused(
                Status.Code.RESOURCE_EXHAUSTED, () -> from("192.0.2.2").login(request("ADA", PASSWORD)));

        assertTrue(Refusals.retryAfter(refused) >= 1 && Refusals.retryAfter(refused) <= 8, refused::getMessage);
        await().until(() -> attempt("192.0.2.2", "ada", PASSWORD) == Status.Code.OK);
    }

    @Test
    void eachFailureDoublesTheWaitUpToAQuarterOfAnHour() {
        failedBefore("login", "boris", FREE_PER_LOGIN + 5);
        assertEquals(Status.Code.UNAUTHENTICATED, attempt("192.0.2.3", "boris", "wrong password"));
        StatusRuntimeException refused = assertRefused(
                Status.Code.RESOURCE_EXHAUSTED, () -> from("192.0.2.3").login(request("boris", "wrong password")));
        assertTrue(Refusals.retryAfter(refused) > 16 && Refusals.retryAfter(refused) <= 32, refused::getMessage);

        failedBefore("login", "clara", 100);
        assertEquals(Status.Code.UNAUTHENTICATED, attempt("192.0.2.4", "clara", "wrong password"));
        refused = assertRefused(
                Status.Code.RESOURCE_EXHAUSTED, () -> from("192.0.2.4").login(request("clara", "wrong password")));
        assertTrue(Refusals.retryAfter(refused) > 800 && Refusals.retryAfter(refused) <= 900, refused::getMessage);
    }

    @Test
    void anAddressIsRefusedWhateverLoginItTriesAndOthersAreNot() {
        failedBefore("address", "192.0.2.5", FREE_PER_ADDRESS + 5);
        assertEquals(Status.Code.UNAUTHENTICATED, attempt("192.0.2.5", "first", "wrong password"));

        assertEquals(Status.Code.RESOURCE_EXHAUSTED, attempt("192.0.2.5", "second", "wrong password"));
        assertEquals(Status.Code.UNAUTHENTICATED, attempt("192.0.2.6", "second", "wrong password"));
    }

    @Test
    void whatAClientSaysOfItsAddressBeforeTheProxyDoesCountsForNothing() {
        failedBefore("address", "192.0.2.7", FREE_PER_ADDRESS + 5);
        assertEquals(Status.Code.UNAUTHENTICATED, attempt("198.51.100.1, 192.0.2.7", "third", "wrong password"));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, attempt("198.51.100.2, 192.0.2.7", "third", "wrong password"));
    }

    @Test
    void allAddressesOfOneIpv6NetworkAreOne() {
        failedBefore("address", "2001:db8:0:1:0:0:0:0", FREE_PER_ADDRESS + 5);
        assertEquals(Status.Code.UNAUTHENTICATED, attempt("2001:db8:0:1::17", "fourth", "wrong password"));
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, attempt("2001:db8:0:1:ffff::18", "fifth", "wrong password"));
        assertEquals(Status.Code.UNAUTHENTICATED, attempt("2001:db8:0:2::17", "fifth", "wrong password"));
    }

    @Test
    void attemptsAtTheSameTimeAreNoMoreThanThoseOneAfterAnother() throws Exception {
        failedBefore("login", "dora", FREE_PER_LOGIN + 5);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            Callable<Status.Code> guess = () -> attempt("192.0.2.8", "dora", "wrong password");
            List<Future<Status.Code>> guesses =
                    clients.invokeAll(List.of(guess, guess, guess, guess, guess, guess, guess, guess));

            int judged = 0;
            for (Future<Status.Code> answer : guesses) {
                judged += answer.get() == Status.Code.UNAUTHENTICATED ? 1 : 0;
            }
            assertEquals(1, judged);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void aRightPasswordForgetsTheFailuresOfItsLogin() throws Exception {
        new Administration(installation).addPerson("emil", FrontendUserRole.FRONTEND);
        failedBefore("login", "emil", FREE_PER_LOGIN - 2);
        failedBefore("address", "192.0.2.9", 7);
        assertEquals(Status.Code.OK, attempt("192.0.2.9", "emil", PASSWORD));

        assertEquals(0, attempts("login", "emil"));
        assertEquals(7, attempts("address", "192.0.2.9"));
    }

    private static int attempts(String kind, String subject) {
        return database.queryForObject(
                "select coalesce(max(failures), 0) from login_attempt "
                        + "where kind = ? and subject = sha256(convert_to(?, 'UTF8'))",
                Integer.class,
                kind,
                subject);
    }

    @Test
    void failuresOfMoreThanAnHourAgoCountNoMoreAndAreForgotten() {
        failedBefore("login", "fred", 100);
        failedBefore("login", "gone", 100);
        database.update("update login_attempt set updated_at = now() - interval '61 minutes' where failures = 100");

        assertEquals(Status.Code.UNAUTHENTICATED, attempt("192.0.2.10", "fred", "wrong password"));

        assertEquals(1, attempts("login", "fred"));
        assertFalse(database.queryForObject(
                "select blocked_until > now() from login_attempt where failures = 1 and kind = 'login' "
                        + "and subject = sha256('fred')",
                Boolean.class));
        await().until(() -> attempts("login", "gone") == 0);
    }
}
