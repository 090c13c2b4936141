package com.sourceforgery.tachikoma.follow;

import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc;
import com.sourceforgery.tachikoma.grpc.frontend.event.EventServiceGrpc.EventServiceStub;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import com.sourceforgery.tachikoma.testsupport.Follower;
import com.sourceforgery.tachikoma.testsupport.Installation;
import org.junit.jupiter.api.TestInfo;

/** A subscription of a test's own, in the hands of the administrator of the tests' domain. */
final class OwnSubscription {
    private final Installation installation;
    private final String name;

    OwnSubscription(Installation installation, TestInfo test) {
        this.installation = installation;
        this.name = test.getDisplayName();
    }

    String name() {
        return name;
    }

    EventServiceStub stub() throws Exception {
        return installation.as("FRONTEND_ADMIN", EventServiceGrpc::newStub);
    }

    /** Opens this subscription, with nothing else asked for yet. */
    OpenSubscription.Builder request() {
        return OpenSubscription.newBuilder().setSubscription(name);
    }

    Follower follow() throws Exception {
        return follow(request());
    }

    Follower follow(OpenSubscription.Builder request) throws Exception {
        return Follower.open(stub(), request.build());
    }
}
