package com.sourceforgery.tachikoma.component.group;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Handles exchanges of the same moment together, without a fixed wait. */
@UriEndpoint(
        firstVersion = "2.0.0",
        scheme = "group",
        title = "Group",
        syntax = "group:name",
        category = {Category.CORE})
public final class GroupEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name that senders and the one consuming route share")
    private final String name;

    @UriParam(label = "consumer", defaultValue = "200", description = "Most exchanges in a group")
    private int maxSize = 200;

    @UriParam(label = "consumer", defaultValue = "1", description = "Groups that run at the same time")
    private int concurrency = 1;

    @UriParam(
            label = "consumer",
            defaultValue = "20",
            description =
                    "Least milliseconds from the beginning of a group to that of the next, so that groups become large"
                            + " under load; the first after a rest runs at once")
    private int pause = 20;

    @UriParam(label = "producer", defaultValue = "20000", description = "Most exchanges that wait; more are refused")
    private int capacity = 20_000;

    GroupEndpoint(String uri, GroupComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    @Override
    public Producer createProducer() {
        return new GroupProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        GroupConsumer consumer = new GroupConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public GroupComponent getComponent() {
        return (GroupComponent) super.getComponent();
    }

    Gathering gathering() {
        return getComponent().gathering(name);
    }

    public String getName() {
        return name;
    }

    public int getMaxSize() {
        return maxSize;
    }

    public void setMaxSize(int maxSize) {
        this.maxSize = maxSize;
    }

    public int getConcurrency() {
        return concurrency;
    }

    public void setConcurrency(int concurrency) {
        this.concurrency = concurrency;
    }

    public int getPause() {
        return pause;
    }

    public void setPause(int pause) {
        this.pause = pause;
    }

    public int getCapacity() {
        return capacity;
    }

    public void setCapacity(int capacity) {
        this.capacity = capacity;
    }
}
