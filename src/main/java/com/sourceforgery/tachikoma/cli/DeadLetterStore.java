package com.sourceforgery.tachikoma.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The dead letters of the webserver's database. */
final class DeadLetterStore {
    private final ServerDatabase database = ServerDatabase.ofProcess();

    /** Without their content, newest first; those of a stage, or of all when it is null. */
    List<Map<String, Object>> list(String stage, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("stage", stage);
        parameters.put("limit", limit);
        return database.query("deadletter-list", parameters);
    }

    /** With their content. */
    List<Map<String, Object>> find(Long... ids) {
        return database.query("deadletter-find", Map.of("ids", ids));
    }

    /** Asks the webservers to do the work again; returns the ids of those that are there. */
    List<Long> requestRetry(LetterSelection selection) {
        return ids("deadletter-request", selection);
    }

    /** Returns the ids of those that were there. */
    List<Long> drop(LetterSelection selection) {
        return ids("deadletter-drop", selection);
    }

    private List<Long> ids(String statement, LetterSelection selection) {
        return database.query(statement, selection.parameters()).stream()
                .map(row -> ((Number) row.get("id")).longValue())
                .toList();
    }
}
