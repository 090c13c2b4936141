package com.sourceforgery.tachikoma.database;

import java.util.List;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.ExecutionInfo;
import net.ttddyy.dsproxy.QueryInfo;
import net.ttddyy.dsproxy.listener.NoOpQueryExecutionListener;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each statement that took long, with its time, and without its parameters: they are people's addresses. */
public final class SlowStatements extends NoOpQueryExecutionListener {
    private static final Logger LOG = LoggerFactory.getLogger(SlowStatements.class);
    private static final int MAX_LENGTH = 300;

    private final long slowMillis;

    private SlowStatements(long slowMillis) {
        this.slowMillis = slowMillis;
    }

    /**
     * The same data source, timed.
     *
     * @param slowMillis from how many milliseconds on a statement is logged
     */
    public static DataSource timed(DataSource dataSource, long slowMillis) {
        return ProxyDataSourceBuilder.create(dataSource)
                .listener(new SlowStatements(slowMillis))
                .build();
    }

    @Override
    public void afterQuery(ExecutionInfo execution, List<QueryInfo> statements) {
        if (execution.getElapsedTime() >= slowMillis) {
            LOG.warn(
                    "{} ms, {}: {}",
                    execution.getElapsedTime(),
                    execution.isSuccess() ? "done" : "failed",
                    brief(statements));
        }
    }

    private static String brief(List<QueryInfo> statements) {
        String text =
                statements.isEmpty() ? "" : statements.get(0).getQuery().strip().replaceAll("\\s+", " ");
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + " …";
    }
}
