package com.sourceforgery.tachikoma.accept;

import static com.sourceforgery.tachikoma.testsupport.Installation.withHeader;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatusList;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc.MailDeliveryServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdempotencyKeyIT {
    @RegisterExtension
    static final Installation installation =
            Installation.ofWebserver().withProperty("tachikoma.accept.forget-keys-every", "1s");

    static final TestDatabase database = installation.database();

    private static MailDeliveryServiceBlockingStub withKey(String key) throws Exception {
        return withHeader("idempotency-key", key, installation.delivery());
    }

    private static long mailsTo(String recipient) {
        return database.count("email where recipient = ?", recipient);
    }

    private static StatusRuntimeException refused(String key, OutgoingEmail mail) {
        return assertThrows(StatusRuntimeException.class, () -> withKey(key).sendEmailUnary(mail));
    }

    @Test
    void aHundredCallsAtOnceWithOneKeyAreOneMailAndAHundredEqualAnswers() throws Exception {
        OutgoingEmail mail = Mails.to("hundred@world.example").build();
        MailDeliveryServiceBlockingStub stub = withKey("hundred calls");
        ExecutorService callers = Executors.newFixedThreadPool(100);
        List<Future<EmailQueueStatusList>> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(callers.submit(() -> stub.sendEmailUnary(mail)));
        }
        EmailQueueStatusList first = calls.get(0).get();
        for (Future<EmailQueueStatusList> call : calls) {
            assertEquals(first, call.get());
        }
        callers.shutdown();
        assertTrue(first.getList(0).hasQueued());
        assertEquals(1, mailsTo("hundred@world.example"));
        assertEquals(
                1,
                database.count(
                        "outbox where email_id = ?",
                        first.getList(0).getEmailId().getId()));
    }

    @Test
    void theStreamingCallKnowsTheKeyToo() throws Exception {
        OutgoingEmail mail = Mails.to("one@world.example", "two@world.example").build();
        List<EmailQueueStatus> first = withKey("both ways").sendEmailUnary(mail).getListList();
        List<EmailQueueStatus> again = new ArrayList<>();
        Iterator<EmailQueueStatus> answer = withKey("both ways").sendEmail(mail);
        answer.forEachRemaining(again::add);
        assertEquals(first, again);
    }

    @Test
    void aMapThatIsSentInAnotherOrderIsTheSameRequest() throws Exception {
        OutgoingEmail.Builder mail = Mails.to("maps@world.example");
        OutgoingEmail one = mail.clone()
                .putHeaders("X-First", "1")
                .putHeaders("X-Second", "2")
                .build();
        OutgoingEmail other = mail.clone()
                .putHeaders("X-Second", "2")
                .putHeaders("X-First", "1")
                .build();
        assertNotEquals(one.toByteString(), other.toByteString());
        assertEquals(withKey("maps").sendEmailUnary(one), withKey("maps").sendEmailUnary(other));
        assertEquals(1, mailsTo("maps@world.example"));
    }

    @Test
    void anotherRequestWithTheKeyIsRefused() throws Exception {
        withKey("taken").sendEmailUnary(Mails.to("first@world.example").build());
        StatusRuntimeException failure =
                refused("taken", Mails.to("second@world.example").build());
        assertEquals(Code.ALREADY_EXISTS, failure.getStatus().getCode());
        assertEquals(0, mailsTo("second@world.example"));
    }

    @Test
    void anAccountDoesNotSeeTheKeysOfAnother() throws Exception {
        withKey("shared").sendEmailUnary(Mails.to("ours@world.example").build());
        OutgoingEmail.Builder theirs = Mails.to("theirs@world.example");
        theirs.getFromBuilder().setEmail("shop@example.net");
        MailDeliveryServiceBlockingStub other = installation.withToken(
                installation.apiToken("example.net", "FRONTEND_ADMIN"), MailDeliveryServiceGrpc::newBlockingStub);
        assertTrue(withHeader("idempotency-key", "shared", other)
                .sendEmailUnary(theirs.build())
                .getList(0)
                .hasQueued());
    }

    @Test
    void aRequestThatWasRefusedDoesNotUseItsKeyUp() throws Exception {
        OutgoingEmail.Builder mail = Mails.to("mended@world.example");
        OutgoingEmail broken = mail.clone().setTimeZone("Nowhere").build();
        assertEquals(
                Code.INVALID_ARGUMENT, refused("mended", broken).getStatus().getCode());
        assertTrue(withKey("mended").sendEmailUnary(mail.build()).getList(0).hasQueued());
    }

    @Test
    void scheduledMailIsAnsweredAsScheduledAgainAndItsKeyIsKeptADayLonger() throws Exception {
        Instant due = Instant.ofEpochSecond(Instant.now().getEpochSecond()).plus(Duration.ofDays(3));
        OutgoingEmail mail = Mails.to("scheduled@world.example")
                .setSendAt(Timestamp.newBuilder().setSeconds(due.getEpochSecond()))
                .build();
        EmailQueueStatusList first = withKey("in three days").sendEmailUnary(mail);
        assertEquals(
                due.getEpochSecond(),
                first.getList(0).getScheduled().getScheduledTo().getSeconds());
        assertEquals(first, withKey("in three days").sendEmailUnary(mail));
        assertEquals(
                due.plus(Duration.ofDays(1)),
                database.queryForObject(
                                "select kept_until from idempotency_key where key = 'in three days'",
                                java.sql.Timestamp.class)
                        .toInstant());
    }

    @Test
    void aRecipientThatWasRejectedIsAnsweredSoAgainAlthoughItIsNoLongerBlocked() throws Exception {
        database.block("blocked@world.example", "UNSUBSCRIBED");
        OutgoingEmail mail =
                Mails.to("free@world.example", "blocked@world.example").build();
        EmailQueueStatusList first = withKey("one is blocked").sendEmailUnary(mail);
        assertTrue(first.getList(0).hasQueued());
        assertTrue(first.getList(1).hasRejected());
        database.update("delete from blocked_email where recipient = 'blocked@world.example'");
        assertEquals(first, withKey("one is blocked").sendEmailUnary(mail));
    }

    @Test
    void aKeyWhoseTimeIsOverIsFree() throws Exception {
        OutgoingEmail mail = Mails.to("later@world.example").build();
        EmailQueueStatusList first = withKey("run out").sendEmailUnary(mail);
        database.update("update idempotency_key set kept_until = now() - interval '1 second' where key = 'run out'");
        assertNotEquals(first, withKey("run out").sendEmailUnary(mail));
        assertEquals(2, mailsTo("later@world.example"));
    }

    @Test
    void keysAreForgottenWhenTheirTimeIsOver() throws Exception {
        withKey("gone").sendEmailUnary(Mails.to("gone@world.example").build());
        withKey("kept").sendEmailUnary(Mails.to("kept@world.example").build());
        database.update("update idempotency_key set kept_until = now() - interval '1 second' where key = 'gone'");
        await().until(() -> database.texts("select key from idempotency_key where key in ('gone', 'kept')")
                .equals(List.of("kept")));
    }

    @Test
    void whatIsNoKeyIsRefused() {
        OutgoingEmail mail = Mails.to("unkeyed@world.example").build();
        for (String key : List.of("", "k".repeat(256))) {
            StatusRuntimeException failure = refused(key, mail);
            assertEquals(Code.INVALID_ARGUMENT, failure.getStatus().getCode());
            assertEquals(
                    "idempotency-key: This has 1 to 255 printable ASCII characters",
                    failure.getStatus().getDescription());
        }
        assertEquals(0, mailsTo("unkeyed@world.example"));
    }
}
