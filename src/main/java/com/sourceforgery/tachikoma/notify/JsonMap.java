package com.sourceforgery.tachikoma.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** A JSON object of texts. */
final class JsonMap {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonMap() {}

    /** @param object may be empty, which is an object without members */
    static Map<String, String> read(String object) {
        Map<String, String> map = new TreeMap<>();
        if (object.isEmpty()) {
            return map;
        }
        try {
            JSON.readTree(object)
                    .properties()
                    .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText("")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + e.getMessage(), e);
        }
        return map;
    }
}
