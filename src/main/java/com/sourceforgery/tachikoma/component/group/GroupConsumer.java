package com.sourceforgery.tachikoma.component.group;

import com.sourceforgery.tachikoma.call.CallFailure;
import com.sourceforgery.tachikoma.call.Outage;
import com.sourceforgery.tachikoma.component.group.Gathering.Member;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the route once per group. A group that fails is halved, and each half tried by itself, until what fails alone is
 * known: one bad member spoils none of the others. When a service behind the route is away, all members fail at once.
 */
final class GroupConsumer extends DefaultConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(GroupConsumer.class);
    private static final long IDLE_MILLIS = 200;

    private final GroupEndpoint endpoint;
    private ExecutorService runners;

    GroupConsumer(GroupEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        int concurrency = endpoint.getConcurrency();
        runners = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, "group-" + endpoint.getName(), concurrency);
        for (int i = 0; i < concurrency; i++) {
            runners.execute(this::run);
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        for (int i = 0; i < endpoint.getConcurrency(); i++) {
            endpoint.gathering().endWait();
        }
        endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(runners);
        CallFailure stopping = new CallFailure(CallFailure.Reason.UNAVAILABLE, "This server is stopping");
        endpoint.gathering().drain().forEach(member -> fail(member, stopping));
    }

    private void run() {
        while (isRunAllowed() || endpoint.gathering().size() > 0) {
            try {
                List<Member> group = endpoint.gathering().take(endpoint.getMaxSize(), IDLE_MILLIS);
                if (!group.isEmpty()) {
                    long start = System.nanoTime();
                    handle(group);
                    long pause = TimeUnit.MILLISECONDS.toNanos(endpoint.getPause());
                    TimeUnit.NANOSECONDS.sleep(start + pause - System.nanoTime());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void handle(List<Member> group) {
        Exchange together = createExchange(true);
        together.getIn()
                .setBody(group.stream()
                        .map(member -> member.exchange().getMessage().getBody())
                        .toList());
        try {
            getProcessor().process(together);
        } catch (Exception e) {
            together.setException(e);
        }
        Exception failure = together.getException();
        Object result = together.getMessage().getBody();
        releaseExchange(together, true);
        if (failure == null) {
            finish(group, result);
        } else if (group.size() == 1 || Outage.isOutage(failure)) {
            group.forEach(member -> fail(member, failure));
        } else {
            LOG.warn(
                    "A group of {} at {} failed and is halved: {}",
                    group.size(),
                    endpoint.getName(),
                    failure.toString());
            int half = group.size() / 2;
            handle(group.subList(0, half));
            handle(group.subList(half, group.size()));
        }
    }

    private void finish(List<Member> group, Object result) {
        Object[] parts;
        try {
            parts = GroupResult.perMember(result, group.size());
        } catch (IllegalArgumentException e) {
            group.forEach(member -> fail(member, e));
            return;
        }
        for (int i = 0; i < group.size(); i++) {
            group.get(i).exchange().getMessage().setBody(parts[i]);
            goOn(group.get(i));
        }
    }

    private void fail(Member member, Exception failure) {
        member.exchange().setException(failure);
        goOn(member);
    }

    private void goOn(Member member) {
        endpoint.getComponent().workers().execute(() -> member.callback().done(false));
    }
}
