package com.sourceforgery.tachikoma.history;

import com.google.protobuf.Message;
import com.sourceforgery.tachikoma.grpc.frontend.EmailMetrics;
import com.sourceforgery.tachikoma.grpc.frontend.EmailNotification;
import com.sourceforgery.tachikoma.notify.EventMessages;
import com.sourceforgery.tachikoma.notify.EventView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Gives pages of events to the clients that read the history. */
public final class HistoryCalls {
    private final EventMessages messages;
    private final BiConsumer<String, Object> send;

    /** @param send puts a call into the queue of the route that reads its next page, named by its URI */
    public HistoryCalls(EventMessages messages, BiConsumer<String, Object> send) {
        this.messages = messages;
        this.send = send;
    }

    /**
     * Writes a page; the next one is read once the client has taken this one, and a page that is not full is the last.
     *
     * @param rows of {@code history-search.sql} or {@code history-replay.sql}
     * @param metrics by mail id, or null when the client wants none
     * @param pageSize how many rows a full page has
     */
    public void deliver(
            HistoryCall call, List<Map<String, Object>> rows, Map<Long, EmailMetrics> metrics, int pageSize) {
        List<Message> page = new ArrayList<>(rows.size());
        for (Map<String, Object> row : rows) {
            messages.find(row).ifPresent(message -> add(page, call, message, metrics == null ? Map.of() : metrics));
        }
        if (rows.size() < pageSize) {
            call.writer().write(page, call.stream()::complete);
        } else {
            moveOn(call, rows.get(rows.size() - 1));
            call.writer().write(page, () -> send.accept(call.pages(), call));
        }
    }

    private static void add(List<Message> page, HistoryCall call, Message message, Map<Long, EmailMetrics> metrics) {
        EventView view = call.view();
        if (!(message instanceof EmailNotification notification)) {
            page.add(call.answer(message));
        } else if (view.shows(notification)) {
            page.add(call.answer(view.of(notification, metrics)));
        }
    }

    private static void moveOn(HistoryCall call, Map<String, Object> last) {
        Map<String, Object> parameters = call.parameters();
        parameters.put("afterPosition", last.get("position"));
        parameters.put("afterId", last.get("event_id"));
        if (parameters.get("upTo").equals("")) {
            parameters.put("upTo", last.get("read_at"));
        }
    }

    /** Ends a call that cannot be answered. */
    public void fail(HistoryCall call, Throwable failure) {
        call.stream().fail(failure);
    }
}
