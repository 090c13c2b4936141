package com.sourceforgery.tachikoma.component.mtaqueue;

import com.sourceforgery.tachikoma.mta.EmailMessage;
import com.sourceforgery.tachikoma.mta.EmailMessageOrKeepAlive;
import com.sourceforgery.tachikoma.mta.MTAQueuedNotification;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;

/**
 * One call of {@code GetEmailsWithKeepAlive}, from its opening to its end; a reconnect makes another. It asks the server
 * for as many messages as the node has room for, so that mails wait there and not in this process.
 */
final class EmailStream implements ClientResponseObserver<MTAQueuedNotification, EmailMessageOrKeepAlive> {

    /** Who the stream works for; called on gRPC's threads, one call at a time. */
    interface Owner {
        /** The connection stands: from now on answers are not lost with an attempt to connect. */
        void established(EmailStream stream);

        void heard(EmailStream stream);

        void mail(EmailStream stream, EmailMessage mail);

        void ended(EmailStream stream, Throwable failure);
    }

    private final Owner owner;
    private ClientCallStreamObserver<MTAQueuedNotification> call;
    private int wanted;
    private boolean established;
    private boolean heard;
    private boolean cancelled;
    private long lastHeard = System.nanoTime();

    EmailStream(Owner owner, int room) {
        this.owner = owner;
        this.wanted = room;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<MTAQueuedNotification> opened) {
        call = opened;
        call.disableAutoRequestWithInitial(wanted);
        call.setOnReadyHandler(this::onReady);
    }

    private void onReady() {
        synchronized (this) {
            if (established) {
                return;
            }
            established = true;
        }
        owner.established(this);
    }

    @Override
    public void onNext(EmailMessageOrKeepAlive message) {
        synchronized (this) {
            if (cancelled) {
                return;
            }
            wanted--;
            heard = true;
            lastHeard = System.nanoTime();
        }
        owner.heard(this);
        if (message.hasEmailMessage()) {
            owner.mail(this, message.getEmailMessage());
        } else {
            askForMore(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        owner.ended(this, failure);
    }

    @Override
    public void onCompleted() {
        owner.ended(this, null);
    }

    /** There is room for another {@code count} messages. */
    synchronized void askForMore(int count) {
        if (wanted == 0) {
            lastHeard = System.nanoTime();
        }
        wanted += count;
        call.request(count);
    }

    synchronized void answer(MTAQueuedNotification answer) {
        call.onNext(answer);
    }

    /** Nothing more will be answered; the server ends the stream then. */
    synchronized void halfClose() {
        call.onCompleted();
    }

    /** What arrives after this does not count: the server offers it again, on another stream. */
    synchronized void cancel(String reason) {
        cancelled = true;
        call.cancel(reason, null);
    }

    synchronized boolean isEstablished() {
        return established;
    }

    /** Whether the server has sent anything. */
    synchronized boolean isHeard() {
        return heard;
    }

    /** Whether the server, which was asked for something, has said nothing for that long. Unasked it may not speak. */
    synchronized boolean isSilentFor(long nanos) {
        return wanted > 0 && System.nanoTime() - lastHeard > nanos;
    }
}
