package com.sourceforgery.tachikoma.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Message;
import com.sourceforgery.tachikoma.contract.Attempts.Attempt;
import com.sourceforgery.tachikoma.contract.RoleTable.Row;
import com.sourceforgery.tachikoma.grpc.frontend.NamedEmailAddress;
import com.sourceforgery.tachikoma.grpc.frontend.admin.account.AccountServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.auth.LoginServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.BlockedEmailServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.blockedemail.UserServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.emailstatusevent.EmailStatusEventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.FollowEventsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import com.sourceforgery.tachikoma.grpc.frontend.incomingemailaddress.IncomingEmailAddressServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.MailDeliveryServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.tracking.DeliveryNotificationServiceGrpc;
import com.sourceforgery.tachikoma.mta.MTADeliveryNotificationsGrpc;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.testsupport.FakeNode;
import com.sourceforgery.tachikoma.testsupport.Installation;
import com.sourceforgery.tachikoma.testsupport.Mails;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each caller may do what {@code contract/roles.csv} says, and nothing else is done. */
class RolesIT {
    private static final Map<String, MethodDescriptor<?, ?>> METHODS = Stream.of(
                    AccountServiceGrpc.getServiceDescriptor(),
                    LoginServiceGrpc.getServiceDescriptor(),
                    BlockedEmailServiceGrpc.getServiceDescriptor(),
                    UserServiceGrpc.getServiceDescriptor(),
                    EmailStatusEventServiceGrpc.getServiceDescriptor(),
                    EventServiceGrpc.getServiceDescriptor(),
                    IncomingEmailAddressServiceGrpc.getServiceDescriptor(),
                    MailDeliveryServiceGrpc.getServiceDescriptor(),
                    DeliveryNotificationServiceGrpc.getServiceDescriptor(),
                    MTADeliveryNotificationsGrpc.getServiceDescriptor(),
                    MTAEmailQueueGrpc.getServiceDescriptor(),
                    HealthGrpc.getServiceDescriptor(),
                    ServerReflectionGrpc.getServiceDescriptor())
            .flatMap(service -> service.getMethods().stream())
            .collect(Collectors.toMap(MethodDescriptor::getFullMethodName, Function.identity()));

    @RegisterExtension
    static final Installation installation = Installation.ofWebserver();

    static Map<TestCaller, Metadata> callers;
    static final Attempts attempts = new Attempts(installation);

    @BeforeAll
    static void prepareCallers() throws Exception {
        callers = TestCaller.prepare(installation);
    }

    static List<Row> rows() {
        return RoleTable.read();
    }

    @Test
    void theTableHasEveryRpcOfTheContract() {
        List<String> missing = OriginalContract.read().rpcs().stream()
                .map(rpc -> rpc.service() + "/" + rpc.name())
                .filter(rpc -> rows().stream().noneMatch(row -> row.rpc().equals(rpc)))
                .toList();

        assertEquals(List.of(), missing);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachCallerIsAnsweredAsTheTableSays(Row row) throws Exception {
        Map<TestCaller, Status.Code> statuses = new EnumMap<>(TestCaller.class);
        Map<TestCaller, Boolean> effects = new EnumMap<>(TestCaller.class);
        Map<TestCaller, Boolean> expectedEffects = new EnumMap<>(TestCaller.class);
        for (TestCaller caller : row.statuses().keySet()) {
            Attempt attempt = attempts.of(row.rpc()).orElse(null);
            RpcCall call = call(row, caller, attempt == null ? request(row.rpc()) : attempt.request());
            Status.Code status = call.outcome().get();
            statuses.put(caller, status);
            if (attempt != null) {
                boolean allowed = row.statuses().get(caller) == Status.Code.OK;
                expectedEffects.put(caller, allowed && (caller != TestCaller.OTHER_ADMIN || isOpen(row)));
                effects.put(
                        caller,
                        (status == Status.Code.OK || !isOpen(row))
                                && attempt.effect().isThere(call.answers()));
            }
        }

        assertEquals(row.statuses(), statuses);
        assertEquals(expectedEffects, effects);
    }

    /** Whether it takes no credentials, so that its effect is the same whoever calls. */
    private static boolean isOpen(Row row) {
        return row.statuses().get(TestCaller.NONE) == Status.Code.OK;
    }

    private static RpcCall call(Row row, TestCaller caller, Message request) throws Exception {
        MethodDescriptor<?, ?> method = METHODS.get(row.rpc());
        boolean notifications = row.rpc().contains("/NotificationStream");
        boolean fromNode =
                method.getType() == MethodType.BIDI_STREAMING && row.rpc().contains("GetEmails");
        RpcCall call = RpcCall.start(
                installation.channel(), method, callers.get(caller), fromNode ? null : request, notifications);
        if (notifications) {
            String domain = caller == TestCaller.OTHER_ADMIN ? "example.net" : Installation.DOMAIN;
            try (FakeNode node = FakeNode.connect(installation.apiToken(domain, "BACKEND"), installation.channel())) {
                await().until(() -> {
                    makeAnEvent(domain, node);
                    return call.outcome().isDone();
                });
            }
        }
        return call;
    }

    /** A mail that is queued at once. */
    private static void makeAnEvent(String domain, FakeNode node) throws Exception {
        installation
                .withToken(installation.apiToken(domain, "FRONTEND_ADMIN"), MailDeliveryServiceGrpc::newBlockingStub)
                .sendEmailUnary(Mails.to("ada@world.example")
                        .setFrom(NamedEmailAddress.newBuilder().setEmail("shop@" + domain))
                        .build());
        var mail = node.take();
        node.queued(mail, "Q" + mail.getEmailId());
    }

    /** A valid request where an empty one is not. */
    private static Message request(String rpc) {
        if (rpc.contains("/SendEmail")) {
            return Mails.to("ada@world.example").build();
        }
        if (rpc.endsWith("/FollowEvents")) {
            return FollowEventsRequest.newBuilder()
                    .setOpen(OpenSubscription.newBuilder().setSubscription("books"))
                    .build();
        }
        return (Message) ((PrototypeMarshaller<?>) METHODS.get(rpc).getRequestMarshaller()).getMessagePrototype();
    }
}
