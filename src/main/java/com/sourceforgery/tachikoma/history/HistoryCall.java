package com.sourceforgery.tachikoma.history;

import com.google.protobuf.Message;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.component.grpc.PacedWriter;
import com.sourceforgery.tachikoma.notify.EventView;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A client that reads events of the past, page by page, each when the one before is written. */
public final class HistoryCall {
    private final GrpcStream stream;
    private final PacedWriter writer;
    private final EventView view;
    private final String pages;
    private final UnaryOperator<Message> answer;
    private final Map<String, Object> parameters;

    /**
     * @param pages URI of the route that reads its pages
     * @param answer makes the rpc's response of a notification
     * @param parameters of the statement that reads a page; {@code afterPosition} and {@code afterId} move on
     */
    HistoryCall(
            GrpcStream stream,
            EventView view,
            String pages,
            UnaryOperator<Message> answer,
            Map<String, Object> parameters) {
        this.stream = stream;
        this.writer = new PacedWriter(stream);
        this.view = view;
        this.pages = pages;
        this.answer = answer;
        this.parameters = new HashMap<>(parameters);
    }

    /** For the statement that reads the next page. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    public EventView view() {
        return view;
    }

    GrpcStream stream() {
        return stream;
    }

    PacedWriter writer() {
        return writer;
    }

    String pages() {
        return pages;
    }

    Message answer(Message notification) {
        return answer.apply(notification);
    }
}
