package com.sourceforgery.tachikoma.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sourceforgery.tachikoma.database.Statements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Bounces that are stored, to be judged again by the rules that judge new ones. */
public final class OutcomeHistory {
    private static final int PAGE = 500;

    /**
     * How a bounce is judged now.
     *
     * @param change {@code <old class> (<its rule>) -> <class> (<rule>)}; empty when nothing has changed
     * @param blocked whether its recipient was blocked now
     * @param freed whether its recipient was let through now
     */
    public record Change(String change, boolean blocked, boolean freed) {}

    private final ObjectMapper json = new ObjectMapper();
    private final Statements statements;
    private final TransactionTemplate transactions;
    private final Outcomes outcomes;

    public OutcomeHistory(DataSource dataSource, Outcomes outcomes) {
        this.statements = new Statements(dataSource);
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        this.outcomes = outcomes;
    }

    /**
     * Judges a page after another, each its own transaction; only one page is in memory.
     *
     * @param since bounces that happened at or after this time
     * @param dryRun whether nothing is to be stored
     * @param changes told of each bounce
     * @return how many were judged
     */
    public long judge(Instant since, boolean dryRun, Consumer<Change> changes) {
        Map<String, Object> after = new HashMap<>(Map.of(
                "since",
                since.toString(),
                "afterAccount",
                0L,
                "afterTime",
                since.toString(),
                "afterId",
                0L,
                "page",
                PAGE));
        long judged = 0;
        List<Map<String, Object>> page;
        do {
            page = statements.query("bounce-page", after);
            store(judged(page), dryRun).forEach(row -> changes.accept(change(row)));
            judged += page.size();
            if (!page.isEmpty()) {
                Map<String, Object> last = page.get(page.size() - 1);
                after.put("afterAccount", last.get("account_id"));
                after.put("afterTime", last.get("occurred_at"));
                after.put("afterId", last.get("id"));
            }
        } while (page.size() == PAGE);
        return judged;
    }

    private List<Map<String, Object>> judged(List<Map<String, Object>> page) {
        return outcomes.judge(page.stream().map(OutcomeHistory::asReported).toList());
    }

    private static Map<String, Object> asReported(Map<String, Object> row) {
        Map<String, Object> reported = new HashMap<>(row);
        if (!Boolean.TRUE.equals(row.get("elsewhere"))) {
            reported.remove("elsewhere");
        }
        return reported;
    }

    private List<Map<String, Object>> store(List<Map<String, Object>> rows, boolean dryRun) {
        List<Map<String, Object>> all = new ArrayList<>(rows);
        all.addAll(others(rows));
        String bounces = json(all);
        return transactions.execute(transaction -> {
            if (dryRun) {
                transaction.setRollbackOnly();
            }
            return statements.query("bounce-judge", Map.of("bounces", bounces));
        });
    }

    /** Further bounces that may still block whom these rows block no more. */
    private List<Map<String, Object>> others(List<Map<String, Object>> rows) {
        List<Map<String, Object>> others = judged(statements.query("bounce-other", Map.of("bounces", json(rows))));
        others.forEach(row -> row.put("aside", true));
        return others;
    }

    private String json(List<Map<String, Object>> rows) {
        try {
            return json.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A bounce that is no JSON", e);
        }
    }

    private static Change change(Map<String, Object> row) {
        String before = row.get("old_class") + " (" + row.get("old_rule") + ")";
        String now = row.get("class") + " (" + row.get("rule") + ")";
        return new Change(
                Objects.equals(before, now) ? "" : before + " -> " + now,
                Boolean.TRUE.equals(row.get("blocked")),
                Boolean.TRUE.equals(row.get("freed")));
    }
}
