package com.sourceforgery.tachikoma.component.grpc;

import io.grpc.Metadata;
import io.grpc.Metadata.Key;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The metadata that routes may see. */
final class MetadataAllowList {
    private final List<Key<String>> keys;

    /** @param names in lower case */
    MetadataAllowList(Collection<String> names) {
        keys = names.stream()
                .map(name -> Key.of(name, Metadata.ASCII_STRING_MARSHALLER))
                .toList();
    }

    /** The allowed lines by name; the last one where the client sent several. */
    Map<String, String> pick(Metadata metadata) {
        Map<String, String> picked = new HashMap<>();
        for (Key<String> key : keys) {
            String value = metadata.get(key);
            if (value != null) {
                picked.put(key.name(), value);
            }
        }
        return picked;
    }
}
