package com.sourceforgery.tachikoma.component.mtaqueue;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** One of the two ways between node and webserver; the options concern {@code emails}, but for {@code timeout}. */
@UriEndpoint(
        firstVersion = "2.0.0",
        scheme = "mta-queue",
        title = "MTA queue",
        syntax = "mta-queue:kind",
        category = {Category.MAIL})
public final class MtaQueueEndpoint extends DefaultEndpoint {

    /** What travels: mails to the node, or delivery reports to the webserver. */
    enum Kind {
        EMAILS,
        STATUS;

        static Kind of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    @UriPath(enums = "emails,status")
    @Metadata(required = true)
    private final Kind kind;

    @UriParam(defaultValue = "16", description = "How many mails may be in hand at once.")
    private int concurrency = 16;

    @UriParam(defaultValue = "30000", description = "Milliseconds between the node's signs of life.")
    private long keepAlive = TimeUnit.SECONDS.toMillis(30);

    @UriParam(
            defaultValue = "60000",
            description = "Milliseconds without a word after which the server counts as gone.")
    private long silenceLimit = TimeUnit.SECONDS.toMillis(60);

    @UriParam(defaultValue = "500", description = "Milliseconds before the first reconnect; doubles from there.")
    private long reconnectDelay = 500;

    @UriParam(defaultValue = "30000", description = "Milliseconds between reconnects at most.")
    private long reconnectDelayMax = TimeUnit.SECONDS.toMillis(30);

    @UriParam(defaultValue = "30000", description = "Milliseconds to wait for the answer to a delivery report.")
    private long timeout = TimeUnit.SECONDS.toMillis(30);

    MtaQueueEndpoint(String uri, MtaQueueComponent component, Kind kind) {
        super(uri, component);
        this.kind = kind;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (kind != Kind.EMAILS) {
            throw new IllegalArgumentException("Only mta-queue:emails can be consumed");
        }
        EmailsConsumer consumer = new EmailsConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        if (kind != Kind.STATUS) {
            throw new IllegalArgumentException("Only mta-queue:status can be produced to");
        }
        return new StatusProducer(this);
    }

    @Override
    public MtaQueueComponent getComponent() {
        return (MtaQueueComponent) super.getComponent();
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public long getKeepAlive() {
        return keepAlive;
    }

    public void setKeepAlive(long keepAlive) {
        this.keepAlive = keepAlive;
    }

    public long getSilenceLimit() {
        return silenceLimit;
    }

    public void setSilenceLimit(long silenceLimit) {
        this.silenceLimit = silenceLimit;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public long getReconnectDelayMax() {
        return reconnectDelayMax;
    }

    public void setReconnectDelayMax(long reconnectDelayMax) {
        this.reconnectDelayMax = reconnectDelayMax;
    }

    public long getTimeout() {
        return timeout;
    }

    public void setTimeout(long timeout) {
        this.timeout = timeout;
    }
}
