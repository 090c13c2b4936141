package com.sourceforgery.tachikoma.session;

import com.sourceforgery.tachikoma.account.Caller;
import com.sourceforgery.tachikoma.budget.Budget;
import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.CallFailure.Reason;
import com.sourceforgery.tachikoma.component.grpc.GrpcStream;
import com.sourceforgery.tachikoma.mta.EmailMessage;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes whose streams end here. */
public final class NodeSessions {
    /** Value of a keep-alive: 1,000 characters, as existing nodes expect. */
    private static final String KEEP_ALIVE = "x".repeat(1_000);

    private static final Logger LOG = LoggerFactory.getLogger(NodeSessions.class);

    private final Map<String, NodeSession> sessions = new ConcurrentHashMap<>();
    private final Budget budget;
    private final Duration answerTimeout;
    private final Duration silence;
    private final Consumer<String> whenEnded;

    /**
     * @param maxBytesInHand of all mails that are composed and not answered yet
     * @param answerTimeout how long a node may take for a mail
     * @param silence after which a node that should send keep-alives is gone
     * @param whenEnded gets the id of each session whose stream has ended, in whatever way
     */
    public NodeSessions(long maxBytesInHand, Duration answerTimeout, Duration silence, Consumer<String> whenEnded) {
        this.whenEnded = whenEnded;
        this.budget = new Budget(maxBytesInHand);
        this.answerTimeout = answerTimeout;
        this.silence = silence;
    }

    /** @return id of the new session */
    public String open(GrpcStream stream, Caller node) {
        String id = UUID.randomUUID().toString();
        boolean keepsAlive = stream.call().method().endsWith("WithKeepAlive");
        sessions.put(id, new NodeSession(stream, node.accountId(), keepsAlive));
        stream.attributes().put("sessionId", id);
        stream.attributes().put("caller", node);
        stream.onClose(() -> whenEnded.accept(id));
        LOG.info("A node of {} is here, session {}", node.mailDomain(), id);
        return id;
    }

    /** The session has ended; its mails go to other streams. */
    public void close(String id) {
        NodeSession session = sessions.remove(id);
        if (session != null) {
            session.end();
            LOG.info("Node session {} has ended", id);
        }
    }

    /** The session's route is there. A stream that ended before could not take its route along: it is told again. */
    public void routed(String id) {
        NodeSession session = sessions.get(id);
        if (session == null || !session.stream().isOpen()) {
            whenEnded.accept(id);
        }
    }

    /** Completes when there is room for a mail of this size; the room is given back by {@link #leave}. */
    public CompletionStage<Void> admit(Number bytes) {
        return budget.acquire(bytes.longValue());
    }

    /** Gives back the room of an admitted mail. */
    public void leave(Number bytes) {
        budget.release(bytes.longValue());
    }

    /**
     * Hands a mail to the node of a session.
     *
     * @return completes once the node's answer has been stored; fails with {@link NodeGoneException} when the stream ends or
     *     the answer takes too long
     */
    public CompletionStage<Void> offer(String id, EmailMessage mail) {
        NodeSession session = sessions.get(id);
        if (session == null) {
            return CompletableFuture.failedFuture(new NodeGoneException("the node's stream has ended"));
        }
        return session.offer(mail).orTimeout(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A node of this account has answered for a mail; it may be in hand of another session of the account, or of none. */
    public void answered(Caller node, long emailId) {
        sessions.values().stream()
                .filter(session -> session.accountId() == node.accountId())
                .forEach(session -> session.answered(emailId));
    }

    /** A node has said something. */
    public void heard(String id) {
        NodeSession session = sessions.get(id);
        if (session != null) {
            session.heard();
        }
    }

    /** Sends keep-alives, and ends the streams of nodes that are silent. */
    public void keepAlive() {
        sessions.forEach((id, session) -> {
            if (session.isSilentFor(silence.toNanos())) {
                LOG.warn("Node session {} is silent and is ended", id);
                session.stream().fail(new CallFailure(Reason.UNAVAILABLE, "No keep-alive came from the node"));
            } else {
                session.keepAlive(KEEP_ALIVE);
            }
        });
    }

    /** Ids of the sessions here. */
    public String[] ids() {
        return sessions.keySet().toArray(String[]::new);
    }
}
