package com.sourceforgery.tachikoma.session;

import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.EmailMessageOrKeepAlive;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The open stream of one node, and the mails that it has in hand. */
final class NodeSession {
    private final GrpcStream stream;
    private final long accountId;
    private final boolean keepsAlive;
    private final Map<Long, CompletableFuture<Void>> inHand = new ConcurrentHashMap<>();
    private final Queue<EmailMessage> unwritten = new ArrayDeque<>();
    private volatile long heardAtNanos = System.nanoTime();

    /** @param keepsAlive whether it speaks GetEmailsWithKeepAlive: it hears keep-alives, and sends some */
    NodeSession(GrpcStream stream, long accountId, boolean keepsAlive) {
        this.stream = stream;
        this.accountId = accountId;
        this.keepsAlive = keepsAlive;
        stream.onReady(this::writeWhatFits);
    }

    GrpcStream stream() {
        return stream;
    }

    long accountId() {
        return accountId;
    }

    /** Hands a mail to the node; the result completes with the node's answer, stored, or fails when the stream ends first. */
    CompletableFuture<Void> offer(EmailMessage mail) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        answer.whenComplete((done, failure) -> inHand.remove(mail.getEmailId(), answer));
        CompletableFuture<Void> earlier = inHand.put(mail.getEmailId(), answer);
        if (earlier != null) {
            earlier.completeExceptionally(new NodeGoneException("offered again meanwhile"));
        }
        synchronized (unwritten) {
            unwritten.add(mail);
        }
        writeWhatFits();
        if (!stream.isOpen()) {
            end();
        }
        return answer;
    }

    private void writeWhatFits() {
        synchronized (unwritten) {
            while (stream.isReady() && !unwritten.isEmpty()) {
                EmailMessage mail = unwritten.remove();
                stream.write(
                        keepsAlive
                                ? EmailMessageOrKeepAlive.newBuilder()
                                        .setEmailMessage(mail)
                                        .build()
                                : mail);
            }
        }
    }

    void answered(long emailId) {
        CompletableFuture<Void> answer = inHand.remove(emailId);
        if (answer != null) {
            answer.complete(null);
        }
    }

    void heard() {
        heardAtNanos = System.nanoTime();
    }

    boolean isSilentFor(long nanos) {
        return keepsAlive && System.nanoTime() - heardAtNanos > nanos;
    }

    void keepAlive(String text) {
        if (keepsAlive && stream.isReady()) {
            stream.write(EmailMessageOrKeepAlive.newBuilder().setKeepAlive(text).build());
        }
    }

    /** All that it had in hand goes to another stream. */
    void end() {
        synchronized (unwritten) {
            unwritten.clear();
        }
        List<CompletableFuture<Void>> unanswered = new ArrayList<>();
        for (Long emailId : inHand.keySet()) {
            // one by one: what is offered meanwhile stays, and ends itself
            CompletableFuture<Void> answer = inHand.remove(emailId);
            if (answer != null) {
                unanswered.add(answer);
            }
        }
        // not on this thread, which may be about to wait for those very exchanges
        CompletableFuture.runAsync(() -> unanswered.forEach(
                answer -> answer.completeExceptionally(new NodeGoneException("the node's stream has ended"))));
    }
}
