package com.sourceforgery.tachikoma.follow;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.grpc.frontend.event.OpenSubscription;
import java.util.HashMap;
import java.util.Map;

/** Reads the message that opens a subscription. The stream keeps its caller and that it was opened. */
public final class SubscriptionRequest {
    private static final int LONGEST_NAME = 100;
    private static final int USUAL_WINDOW = 1_000;
    private static final int LARGEST_WINDOW = 10_000;

    /** Remembers whose stream it is, for the messages to come. */
    public void admit(GrpcStream stream, Caller caller) {
        stream.attributes().put("caller", caller);
    }

    /**
     * Parameters of {@code follow-open.sql}.
     *
     * @throws CallFailure INVALID naming the field
     */
    public Map<String, Object> parameters(GrpcStream stream, Caller caller, OpenSubscription request) {
        if (stream.attributes().put("opened", true) != null) {
            throw CallFailure.invalid("open", "this stream has opened a subscription already");
        }
        String name = request.getSubscription();
        if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw CallFailure.invalid("open.subscription", "is a name of 1 to " + LONGEST_NAME + " characters");
        }
        if (request.getMaxUnacknowledged() < 0 || request.getMaxUnacknowledged() > LARGEST_WINDOW) {
            throw CallFailure.invalid("open.max_unacknowledged", "is at most " + LARGEST_WINDOW);
        }
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("streamId", stream.id());
        parameters.put("userId", caller.userId());
        parameters.put("accountId", caller.accountId());
        parameters.put("name", name);
        parameters.put("afterId", request.hasStartAfterEventId() ? request.getStartAfterEventId() : null);
        return parameters;
    }

    static int window(OpenSubscription request) {
        return request.getMaxUnacknowledged() == 0 ? USUAL_WINDOW : request.getMaxUnacknowledged();
    }
}
