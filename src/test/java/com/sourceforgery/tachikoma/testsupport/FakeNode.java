package com.sourceforgery.tachikoma.testsupport;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.EmailMessageOrKeepAlive;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc;
import com.sourceforgery.tachikoma.mta.MTAEmailQueueGrpc.MTAEmailQueueStub;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node in the hands of a test: it gets mails and answers what the test says. */
public final class FakeNode implements AutoCloseable {
    private final BlockingQueue<EmailMessage> mails = new LinkedBlockingQueue<>();
    private final List<String> keepAlives = new CopyOnWriteArrayList<>();
    private final StreamObserver<MTAQueuedNotification> answers;
    private final boolean answersAtOnce;
    private volatile Status ended;

    private FakeNode(MTAEmailQueueStub stub, boolean keepAlive, boolean answersAtOnce) {
        this.answersAtOnce = answersAtOnce;
        synchronized (this) {
            answers = keepAlive
                    ? stub.getEmailsWithKeepAlive(observer(this::mailOf))
                    : stub.getEmails(observer(mail -> mail));
        }
    }

    /** A node that speaks keep-alives. */
    public static FakeNode connect(String apiToken, Channel channel) {
        return new FakeNode(Installation.authorized(apiToken, MTAEmailQueueGrpc.newStub(channel)), true, false);
    }

    /** A node of the first kind, which sends nothing until it has a mail. */
    public static FakeNode connectPlainly(String apiToken, Channel channel) {
        return new FakeNode(Installation.authorized(apiToken, MTAEmailQueueGrpc.newStub(channel)), false, false);
    }

    /** A node that answers each mail at once: Postfix has it, queue id {@code Q<email id>}. */
    public static FakeNode queueingAll(String apiToken, Channel channel) {
        return new FakeNode(Installation.authorized(apiToken, MTAEmailQueueGrpc.newStub(channel)), true, true);
    }

    private EmailMessage mailOf(EmailMessageOrKeepAlive message) {
        if (message.hasEmailMessage()) {
            return message.getEmailMessage();
        }
        keepAlives.add(message.getKeepAlive());
        return null;
    }

    private <T> StreamObserver<T> observer(java.util.function.Function<T, EmailMessage> mail) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T message) {
                EmailMessage received = mail.apply(message);
                if (received != null) {
                    mails.add(received);
                    if (answersAtOnce) {
                        queued(received, "Q" + received.getEmailId());
                    }
                }
            }

            @Override
            public void onError(Throwable failure) {
                ended = Status.fromThrowable(failure);
            }

            @Override
            public void onCompleted() {
                ended = Status.OK;
            }
        };
    }

    /** The next mail, within 20 seconds. */
    public EmailMessage take() throws InterruptedException {
        EmailMessage mail = mails.poll(20, TimeUnit.SECONDS);
        if (mail == null) {
            throw new AssertionError("No mail came; the stream: " + ended);
        }
        return mail;
    }

    /** The next mail if one comes within the time. */
    public EmailMessage poll(long millis) throws InterruptedException {
        return mails.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** What the server has sent as keep-alives. */
    public List<String> keepAlives() {
        return List.copyOf(keepAlives);
    }

    /** Sends a keep-alive. */
    public synchronized void isAlive() {
        answers.onNext(MTAQueuedNotification.getDefaultInstance());
    }

    public void queued(EmailMessage mail, String queueId) {
        answer(mail, queueId, true, "", "");
    }

    public void notNow(EmailMessage mail) {
        answer(mail, "", false, "", "");
    }

    public void refused(EmailMessage mail, String status, String text) {
        answer(mail, "", false, status, text);
    }

    private synchronized void answer(EmailMessage mail, String queueId, boolean success, String status, String text) {
        answers.onNext(MTAQueuedNotification.newBuilder()
                .setEmailId(mail.getEmailId())
                .setRecipientEmailAddress(mail.getEmailAddress())
                .setQueueId(queueId)
                .setSuccess(success)
                .setStatus(status)
                .setDiagnoseText(text)
                .build());
    }

    /** How the stream ended, or null. */
    public Status ended() {
        return ended;
    }

    /** Waits for the end of the stream. */
    public void assertEnds(Status.Code code) {
        await().until(() -> ended != null);
        assertEquals(code, ended.getCode());
    }

    /** Cut off in the middle, as by a crash. */
    public void cut() {
        answers.onError(Status.CANCELLED.asRuntimeException());
    }

    @Override
    public void close() {
        if (ended == null) {
            answers.onCompleted();
        }
    }
}
