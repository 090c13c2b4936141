package com.sourceforgery.tachikoma.component.grpc;

import com.google.protobuf.Message;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes a finite sequence of responses as fast as the client reads; no thread waits for the client. */
final class AnswerStream {
    private final Answers.Sequence messages;
    private final Reply reply;
    private final StatusMapper statuses;
    private final AtomicInteger wishes = new AtomicInteger();

    AnswerStream(Answers.Sequence messages, Reply reply, StatusMapper statuses) {
        this.messages = messages;
        this.reply = reply;
        this.statuses = statuses;
    }

    /** Writes what the client can take now. When a thread is at it already, that one looks again. */
    void writeWhileReady() {
        if (wishes.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            write();
        } while ((seen = wishes.addAndGet(-seen)) > 0);
    }

    private void write() {
        try {
            while (reply.isReady()) {
                if (!messages.hasNext()) {
                    reply.complete();
                    break;
                }
                Message message = messages.next();
                reply.send(message);
            }
        } catch (RuntimeException e) {
            reply.fail(statuses.map(e));
        }
        if (!reply.isOpen()) {
            messages.close();
        }
    }
}
