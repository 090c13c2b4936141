package com.sourceforgery.tachikoma.user;

import static com.sourceforgery.tachikoma.testsupport.Administration.apiToken;
import static com.sourceforgery.tachikoma.testsupport.Administration.change;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveUserRequest;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc.UserServiceBlockingStub;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A domain always has somebody who can manage it. */
class LastAdministratorIT {
    private static final int ROUNDS = 25;

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static final Administration administration = new Administration(installation);
    static final TestDatabase database = installation.database();
    static UserId first;

    /** What an administrator does to a user. */
    private interface Change {
        void by(UserServiceBlockingStub administrator, UserId id);
    }

    @BeforeAll
    static void theFirstOneIsThere() throws Exception {
        first = administration.list().get(0).getAuthId();
    }

    @BeforeEach
    void startWithTheFirstOneAlone() {
        removeAllButTheFirst();
    }

    private static void removeAllButTheFirst() {
        database.update(
                "delete from app_user where role <> 'BACKEND' and id <> ? and account_id = "
                        + "(select account_id from app_user where id = ?)",
                first.getId(),
                first.getId());
        assertEquals(1, administrators());
    }

    private static long administrators() {
        return database.count(
                "app_user u join account a on a.id = u.account_id "
                        + "where a.mail_domain = ? and u.role = 'FRONTEND_ADMIN' and u.active",
                Installation.DOMAIN);
    }

    private static UserId another() throws Exception {
        return administration
                .addSoftware(FrontendUserRole.FRONTEND_ADMIN)
                .getUser()
                .getAuthId();
    }

    private static void remove(UserServiceBlockingStub administrator, UserId id) {
        administrator.removeUser(
                RemoveUserRequest.newBuilder().setUserToRemove(id).build());
    }

    private static void deactivate(UserServiceBlockingStub administrator, UserId id) {
        administrator.modifyFrontendUser(change(id).setActive(false).build());
    }

    private static void demote(UserServiceBlockingStub administrator, UserId id) {
        administrator.modifyFrontendUser(change(id).setKeepRole(false).build());
    }

    @Test
    void theLastOneIsNeitherRemovedNorDeactivatedNorDemoted() throws Exception {
        assertRefused(Status.Code.FAILED_PRECONDITION, () -> remove(administration.users(), first));
        assertRefused(Status.Code.FAILED_PRECONDITION, () -> deactivate(administration.users(), first));
        assertRefused(Status.Code.FAILED_PRECONDITION, () -> demote(administration.users(), first));
        assertEquals(1, administrators());
    }

    @Test
    void oneThatIsNotActiveDoesNotCount() throws Exception {
        UserId second = another();
        deactivate(administration.users(), second);

        assertRefused(Status.Code.FAILED_PRECONDITION, () -> remove(administration.users(), first));
        remove(administration.users(), second);
    }

    @Test
    void theLastOneMayBeChangedOtherwise() throws Exception {
        administration.users().modifyFrontendUser(change(first).setActive(true).build());

        assertEquals(1, administrators());
    }

    @Test
    void withAnotherOneThereEachMayGo() throws Exception {
        UserId second = another();
        demote(administration.users(), second);
        remove(administration.users(), second);
        remove(administration.users(), another());
        deactivate(administration.users(), another());

        assertEquals(1, administrators());
    }

    @Test
    void twoThatAreRemovedAtTheSameTimeLeaveOne() throws Exception {
        bothAtOnce(LastAdministratorIT::remove, LastAdministratorIT::remove);
    }

    @Test
    void oneThatIsRemovedWhileTheOtherIsDemotedLeavesOne() throws Exception {
        bothAtOnce(LastAdministratorIT::remove, LastAdministratorIT::demote);
    }

    @Test
    void twoThatAreDeactivatedAtTheSameTimeLeaveOne() throws Exception {
        bothAtOnce(LastAdministratorIT::deactivate, LastAdministratorIT::deactivate);
    }

    /** Each does it to itself, so that neither needs the other to be refused or not; the first one does not count. */
    private static void bothAtOnce(Change ofOne, Change ofOther) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                removeAllButTheFirst();
                ModifyUserResponse one = administration.addSoftware(FrontendUserRole.FRONTEND_ADMIN);
                ModifyUserResponse other = administration.addSoftware(FrontendUserRole.FRONTEND_ADMIN);
                setFirstActive(false);
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<String>> outcomes =
                        callers.invokeAll(List.of(attempt(start, ofOne, one), attempt(start, ofOther, other)));

                assertEquals(
                        List.of("FAILED_PRECONDITION", "OK"),
                        Stream.of(outcomes.get(0).get(), outcomes.get(1).get())
                                .sorted()
                                .toList());
                assertEquals(1, administrators());
                setFirstActive(true);
            }
        } finally {
            setFirstActive(true);
            callers.shutdownNow();
        }
    }

    private static void setFirstActive(boolean active) {
        database.update("update app_user set active = ? where id = ?", active, first.getId());
    }

    private static Callable<String> attempt(CyclicBarrier start, Change change, ModifyUserResponse administrator) {
        UserServiceBlockingStub stub =
                installation.withToken(apiToken(administrator), UserServiceGrpc::newBlockingStub);
        return () -> {
            start.await();
            try {
                change.by(stub, administrator.getUser().getAuthId());
                return "OK";
            } catch (StatusRuntimeException e) {
                return e.getStatus().getCode().name();
            }
        };
    }
}
