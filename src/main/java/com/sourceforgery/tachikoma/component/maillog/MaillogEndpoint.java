package com.sourceforgery.tachikoma.component.maillog;

import java.nio.file.Path;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** One log file, with those into which it is rotated. */
@UriEndpoint(
        firstVersion = "2.0.0",
        scheme = "maillog",
        title = "Mail log",
        syntax = "maillog:file",
        consumerOnly = true,
        category = {Category.MAIL})
public final class MaillogEndpoint extends DefaultEndpoint {
    @UriPath
    @Metadata(required = true)
    private final Path file;

    @UriParam(defaultValue = "500", description = "How many reports may be in flight at once.")
    private int inFlight = 500;

    @UriParam(defaultValue = "100", description = "Milliseconds between looks at a log that has nothing new.")
    private long poll = 100;

    @UriParam(defaultValue = "1000", description = "Milliseconds between saves of the position.")
    private long saveInterval = 1000;

    @UriParam(defaultValue = "5000", description = "Milliseconds before a report whose exchange failed is tried again.")
    private long retryDelay = 5000;

    MaillogEndpoint(String uri, MaillogComponent component, Path file) {
        super(uri, component);
        this.file = file;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        MaillogConsumer consumer = new MaillogConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("A mail log is only read");
    }

    Path file() {
        return file;
    }

    PositionFile position() {
        return new PositionFile(((MaillogComponent) getComponent()).state().resolve(file.getFileName() + ".position"));
    }

    public int getInFlight() {
        return inFlight;
    }

    public void setInFlight(int inFlight) {
        this.inFlight = inFlight;
    }

    public long getPoll() {
        return poll;
    }

    public void setPoll(long poll) {
        this.poll = poll;
    }

    public long getSaveInterval() {
        return saveInterval;
    }

    public void setSaveInterval(long saveInterval) {
        this.saveInterval = saveInterval;
    }

    public long getRetryDelay() {
        return retryDelay;
    }

    public void setRetryDelay(long retryDelay) {
        this.retryDelay = retryDelay;
    }
}
