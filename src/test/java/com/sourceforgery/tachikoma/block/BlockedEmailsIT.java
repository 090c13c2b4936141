package com.sourceforgery.tachikoma.block;

import static com.sourceforgery.tachikoma.testsupport.Mails.address;
import static com.sourceforgery.tachikoma.testsupport.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.Lists;
import com.google.protobuf.Empty;
import com.sourceforgery.tachikoma.grpc.frontend.BlockedReason;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmail;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmailServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmailServiceGrpc.BlockedEmailServiceBlockingStub;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.RemoveBlockedEmailRequest;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.EmailQueueStatus;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.Rejected.RejectReason;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.TestDatabase;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients see and change between which senders and recipients no mail goes. */
class BlockedEmailsIT {
    private static final String SENDER = "shop@" + Installation.DOMAIN;

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static BlockedEmailServiceBlockingStub blocks;
    static final TestDatabase database = installation.database();

    @BeforeAll
    static void beAdministrator() throws Exception {
        blocks = installation.as("FRONTEND_ADMIN", BlockedEmailServiceGrpc::newBlockingStub);
    }

    @BeforeEach
    void nothingIsBlocked() {
        database.update("delete from blocked_email");
        database.update("delete from address_event");
    }

    private static void block(String from, String recipient, BlockedReason reason) {
        blocks.addBlockedEmail(BlockedEmail.newBuilder()
                .setFromEmail(address(from))
                .setRecipientEmail(address(recipient))
                .setBlockedReason(reason)
                .build());
    }

    private static void unblock(String from, String recipient) {
        RemoveBlockedEmailRequest.Builder request =
                RemoveBlockedEmailRequest.newBuilder().setRecipientEmail(address(recipient));
        if (from != null) {
            request.setFromEmail(address(from));
        }
        blocks.removeBlockedEmail(request.build());
    }

    private static List<String> list() {
        return Lists.newArrayList(blocks.getBlockedEmails(Empty.getDefaultInstance())).stream()
                .map(pair -> pair.getFromEmail().getEmail() + " "
                        + pair.getRecipientEmail().getEmail() + " " + pair.getBlockedReason())
                .toList();
    }

    private static List<String> events() {
        return database.texts(
                "select concat_ws(' ', from_email, recipient, coalesce(old_reason, '-'), coalesce(new_reason, '-')) "
                        + "from address_event order by id");
    }

    private static EmailQueueStatus send(String recipient) throws Exception {
        return installation.send(recipient).get(0);
    }

    @Test
    void aBlockedPairGetsNoMailUntilItIsUnblocked() throws Exception {
        block(SENDER, "ada@world.example", BlockedReason.UNSUBSCRIBED);
        assertEquals(
                RejectReason.UNSUBSCRIBED,
                send("Ada@World.example").getRejected().getRejectReason());

        unblock(SENDER, "ada@world.example");
        assertTrue(send("ada@world.example").hasQueued());
    }

    @Test
    void addressesAreComparedWithoutCaseAndDotAndInAscii() throws Exception {
        block("Shop@EXAMPLE.com.", " Ada@Bücher.Example. ", BlockedReason.SPAM_MARKED);
        assertEquals(List.of(SENDER + " ada@xn--bcher-kva.example SPAM_MARKED"), list());

        unblock("shop@example.COM", "ADA@BÜCHER.example");
        assertEquals(List.of(), list());
    }

    @Test
    void aPairIsUnblockedByItselfAndARecipientForAllSenders() {
        block(SENDER, "ada@world.example", BlockedReason.UNSUBSCRIBED);
        block("news@example.com", "ada@world.example", BlockedReason.SPAM_MARKED);
        block("news@example.com", "boris@world.example", BlockedReason.HARD_BOUNCED);

        unblock("news@example.com", "ada@world.example");
        assertEquals(
                List.of(
                        SENDER + " ada@world.example UNSUBSCRIBED",
                        "news@example.com boris@world.example HARD_BOUNCED"),
                list());

        block("news@example.com", "ada@world.example", BlockedReason.SPAM_MARKED);
        unblock(null, "ada@world.example");
        assertEquals(List.of("news@example.com boris@world.example HARD_BOUNCED"), list());
    }

    @Test
    void eachChangeIsOneEventAndNoChangeIsNone() {
        block(SENDER, "ada@world.example", BlockedReason.UNSUBSCRIBED);
        block(SENDER, "ada@world.example", BlockedReason.UNSUBSCRIBED);
        unblock(SENDER, "ada@world.example");
        unblock(SENDER, "ada@world.example");

        String pair = SENDER + " ada@world.example ";
        assertEquals(List.of(pair + "- UNSUBSCRIBED", pair + "UNSUBSCRIBED -"), events());
    }

    @Test
    void aStrongerReasonReplacesAWeakerOne() {
        block(SENDER, "ada@world.example", BlockedReason.HARD_BOUNCED);
        block(SENDER, "ada@world.example", BlockedReason.UNSUBSCRIBED);
        block(SENDER, "ada@world.example", BlockedReason.HARD_BOUNCED);
        block(SENDER, "ada@world.example", BlockedReason.SPAM_MARKED);
        block(SENDER, "ada@world.example", BlockedReason.UNSUBSCRIBED);

        String pair = SENDER + " ada@world.example ";
        assertEquals(List.of(pair + "SPAM_MARKED"), list());
        assertEquals(List.of(pair + "- HARD_BOUNCED", pair + "- UNSUBSCRIBED", pair + "- SPAM_MARKED"), events());
    }

    @Test
    void aListLongerThanAPageComesWholeAndInOrder() {
        database.update(
                "insert into blocked_email (account_id, from_email, recipient, reason) "
                        + "select a.id, ?, 'r' || n || '@world.example', 'UNSUBSCRIBED' "
                        + "from generate_series(1, 1700) n, account a where a.mail_domain = ? order by n",
                SENDER,
                Installation.DOMAIN);

        List<String> all = list();

        assertEquals(1_700, all.size());
        for (int i = 0; i < all.size(); i++) {
            assertEquals(SENDER + " r" + (i + 1) + "@world.example UNSUBSCRIBED", all.get(i));
        }
    }

    @Test
    void anotherDomainNeitherSeesNorChangesThem() throws Exception {
        block(SENDER, "ada@world.example", BlockedReason.UNSUBSCRIBED);
        BlockedEmailServiceBlockingStub others = installation.withToken(
                installation.apiToken("example.net", "FRONTEND_ADMIN"), BlockedEmailServiceGrpc::newBlockingStub);

        assertEquals(List.of(), Lists.newArrayList(others.getBlockedEmails(Empty.getDefaultInstance())));
        others.removeBlockedEmail(RemoveBlockedEmailRequest.newBuilder()
                .setRecipientEmail(address("ada@world.example"))
                .build());

        assertEquals(1, list().size());
    }

    @Test
    void whatBreaksARuleIsNamed() {
        assertRefused(
                Status.Code.PERMISSION_DENIED,
                "from_email.email",
                () -> block("shop@example.net", "ada@world.example", BlockedReason.UNSUBSCRIBED));
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "from_email.email",
                () -> block("", "ada@world.example", BlockedReason.UNSUBSCRIBED));
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "recipient_email.email",
                () -> block(SENDER, "ada", BlockedReason.UNSUBSCRIBED));
        assertRefused(
                Status.Code.INVALID_ARGUMENT,
                "blocked_reason",
                () -> block(SENDER, "ada@world.example", BlockedReason.UNBLOCKED));
        assertRefused(Status.Code.INVALID_ARGUMENT, "recipient_email.email", () -> unblock(SENDER, ""));
        assertRefused(Status.Code.INVALID_ARGUMENT, "from_email.email", () -> unblock("shop", "ada@world.example"));
    }
}
