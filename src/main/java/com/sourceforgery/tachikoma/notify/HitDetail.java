package com.sourceforgery.tachikoma.notify;

import com.sourceforgery.tachikoma.grpc.frontend.HitVerdict;
import java.util.Map;

/**
 * Who opened a mail, clicked in it, unsubscribed or complained: members {@code ip_address}, {@code user_agent}, {@code
 * clicked_url}, {@code text}, {@code verdict} and {@code verdict_rule} of an event's detail.
 */
record HitDetail(String address, String agent, String url, String text, HitVerdict verdict, String rule) {
    static HitDetail read(String detail) {
        return of(JsonMap.read(detail));
    }

    static HitDetail of(Map<String, String> members) {
        return new HitDetail(
                members.getOrDefault("ip_address", ""),
                members.getOrDefault("user_agent", ""),
                members.getOrDefault("clicked_url", ""),
                members.getOrDefault("text", ""),
                verdict(members.getOrDefault("verdict", "UNSPECIFIED")),
                members.getOrDefault("verdict_rule", ""));
    }

    /** One that a newer version has written is none to this one. */
    private static HitVerdict verdict(String name) {
        return switch (name) {
            case "HUMAN" -> HitVerdict.HIT_VERDICT_HUMAN;
            case "PREFETCH_PROXY" -> HitVerdict.HIT_VERDICT_PREFETCH_PROXY;
            case "SCANNER" -> HitVerdict.HIT_VERDICT_SCANNER;
            case "UNKNOWN" -> HitVerdict.HIT_VERDICT_UNKNOWN;
            default -> HitVerdict.HIT_VERDICT_UNSPECIFIED;
        };
    }
}
