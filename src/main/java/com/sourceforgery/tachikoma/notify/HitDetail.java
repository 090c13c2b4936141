package com.sourceforgery.tachikoma.notify;

import java.util.Map;

/** Who opened a mail or clicked in it: members {@code ip_address}, {@code user_agent}, {@code clicked_url} of an event's detail. */
record HitDetail(String address, String agent, String url) {
    static HitDetail read(String detail) {
        Map<String, String> members = JsonMap.read(detail);
        return new HitDetail(
                members.getOrDefault("ip_address", ""),
                members.getOrDefault("user_agent", ""),
                members.getOrDefault("clicked_url", ""));
    }
}
