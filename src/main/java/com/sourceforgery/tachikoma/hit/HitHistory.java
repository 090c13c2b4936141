package com.sourceforgery.tachikoma.hit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sourceforgery.tachikoma.database.Statements;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Opens and clicks that are stored, to be judged again by the statement that judges new ones. */
public final class HitHistory {
    private static final int PAGE = 500;
    private static final String FIRST_ID = "00000000-0000-0000-0000-000000000000";

    private final ObjectMapper json = new ObjectMapper();
    private final Statements statements;
    private final HitAgents agents;

    public HitHistory(DataSource dataSource, HitAgents agents) {
        this.statements = new Statements(dataSource);
        this.agents = agents;
    }

    /**
     * Judges a page after another, each its own transaction; only one page is in memory.
     *
     * @param since hits that came at or after this time
     * @param changes told of each verdict that has changed: {@code <old verdict> (<its rule>) -> <verdict> (<its rule>)}
     * @return how many were judged
     */
    public long judge(Instant since, Consumer<String> changes) {
        Map<String, Object> after = new HashMap<>(
                Map.of("since", since.toString(), "afterTime", "-infinity", "afterId", FIRST_ID, "page", PAGE));
        long judged = 0;
        List<Map<String, Object>> page;
        do {
            page = statements.query("hit-page", after);
            judge(page).forEach(changed -> changes.accept(change(changed)));
            judged += page.size();
            if (!page.isEmpty()) {
                Map<String, Object> last = page.get(page.size() - 1);
                after.put("afterTime", last.get("received_at"));
                after.put("afterId", last.get("id"));
            }
        } while (page.size() == PAGE);
        return judged;
    }

    private List<Map<String, Object>> judge(List<Map<String, Object>> page) {
        try {
            return statements.query("hit-store", Map.of("hits", json.writeValueAsString(agents.judge(page))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A hit that is no JSON", e);
        }
    }

    private static String change(Map<String, Object> changed) {
        return String.format(
                "%s (%s) -> %s (%s)",
                changed.get("old_verdict"), changed.get("old_rule"), changed.get("verdict"), changed.get("rule"));
    }
}
