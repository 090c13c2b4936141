package com.sourceforgery.tachikoma.user;

import static com.sourceforgery.tachikoma.testsupport.Administration.apiToken;
import static com.sourceforgery.tachikoma.testsupport.Administration.change;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ApiToken;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.FrontendUserRole;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.ModifyUserResponse;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserId;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.NotificationStreamParameters;
import com.sourceforgery.tachikoma.testsupport.Administration;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Notifications;
import com.sourceforgery.tachikoma.testsupport.RealServices;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a user has opened and left behind ends with its credentials. */
class RemovedUserIT {
    @RegisterExtension
    static final RealServices services = new RealServices();

    @TempDir
    static Path folder;

    static Installation installation;
    static Administration administration;

    @BeforeAll
    static void start() throws Exception {
        installation = new Installation(services, folder);
        installation.startWebserver();
        administration = new Administration(installation);
    }

    @AfterAll
    static void stop() throws Exception {
        installation.close();
    }

    private static Notifications follow(ModifyUserResponse user) {
        Notifications notifications = new Notifications();
        Installation.withToken(apiToken(user), DeliveryNotificationServiceGrpc.newStub(installation.channel()))
                .notificationStream(NotificationStreamParameters.getDefaultInstance(), notifications);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> hasQueue(user.getUser().getAuthId()));
        return notifications;
    }

    private static boolean hasQueue(UserId id) {
        return services.queues().contains("\"notifications." + id.getId() + "\"");
    }

    private static void awaitRefused(Notifications stream) {
        await().atMost(Duration.ofSeconds(20)).until(() -> stream.ended() != null);
        assertEquals(Status.Code.UNAUTHENTICATED, stream.ended().getCode());
    }

    @Test
    void theQueueOfARemovedUserGoesAndItsStreamEnds() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        Notifications stream = follow(user);

        administration.remove(user.getUser().getAuthId());

        awaitRefused(stream);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !hasQueue(user.getUser().getAuthId()));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> new JdbcTemplate(services.dataSource())
                                .queryForObject("select count(*) from removed_user", Integer.class)
                        == 0);
    }

    @Test
    void theStreamOfADeactivatedUserEndsAndItsQueueStays() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        Notifications stream = follow(user);

        administration
                .users()
                .modifyFrontendUser(
                        change(user.getUser().getAuthId()).setActive(false).build());

        awaitRefused(stream);
        assertEquals(true, hasQueue(user.getUser().getAuthId()));
    }

    @Test
    void aStreamEndsWhenTheTokenThatOpenedItIsReset() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        Notifications stream = follow(user);

        ModifyUserResponse reset = administration
                .users()
                .modifyFrontendUser(change(user.getUser().getAuthId())
                        .setApiToken(ApiToken.RESET_API_TOKEN)
                        .build());

        awaitRefused(stream);
        Notifications again = follow(reset);
        assertNull(again.ended());
    }

    @Test
    void whatAnotherWebserverWithdrawsEndsStreamsHere() throws Exception {
        ModifyUserResponse user = administration.addSoftware(FrontendUserRole.FRONTEND);
        Notifications stream = follow(user);

        new JdbcTemplate(services.dataSource())
                .update(
                        "update app_user set active = false where id = ?",
                        user.getUser().getAuthId().getId());

        awaitRefused(stream);
    }
}
