package com.sourceforgery.tachikoma.history;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.grpc.frontend.event.ReplayEventsRequest;
import com.sourceforgery.tachikoma.grpc.frontend.event.ReplayEventsResponse;
import com.sourceforgery.tachikoma.notify.Events;
import java.util.Map;

/** Reads the request of {@code ReplayEvents}. */
public final class EventReplay {
    /**
     * A call that gives the events of the caller's account after one of them.
     *
     * @param position of {@code history-position.sql}, null when the account has no such event
     * @throws CallFailure NOT_FOUND when there is no position
     */
    public HistoryCall open(
            GrpcStream stream, Caller caller, ReplayEventsRequest request, Map<String, Object> position) {
        if (position == null) {
            throw new CallFailure(
                    Reason.NOT_FOUND, "after_event_id: there is no event with the id " + request.getAfterEventId());
        }
        Map<String, Object> parameters = Map.of(
                "accountId", caller.accountId(),
                "afterPosition", position.get("position"),
                "afterId", position.get("event_id"),
                "upTo", position.get("up_to"));
        return new HistoryCall(
                stream,
                Events.view(request.getOptions()),
                "seda:history-replay",
                notification -> ReplayEventsResponse.newBuilder()
                        .setEvent(Events.event(notification))
                        .build(),
                parameters);
    }
}
