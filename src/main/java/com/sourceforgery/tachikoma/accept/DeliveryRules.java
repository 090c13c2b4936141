package com.sourceforgery.tachikoma.accept;

import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.address.DomainName;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.OutgoingEmail;
import com.sourceforgery.tachikoma.grpc.frontend.maildelivery.TrackingData;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.regex.Pattern;

/** When a mail goes, how it is signed, and where its links lead. */
final class DeliveryRules {
    private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
    /** 9999-12-31T23:59:59Z, the last second of google.protobuf.Timestamp. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private DeliveryRules() {}

    static void check(OutgoingEmail request, Violations violations) {
        checkTimeZone(request.getTimeZone(), violations);
        checkSendAt(request.getSendAt(), violations);
        if (!request.getSigningDomain().isEmpty()) {
            checkDomain("signing_domain", request.getSigningDomain(), violations);
        }
        checkTracking(request.getTrackingData(), violations);
        String redirect = request.getUnsubscribeRedirectUri();
        if (!redirect.isEmpty() && !isWebAddress(redirect)) {
            violations.add("unsubscribe_redirect_uri", "This is no absolute http or https address.");
        }
    }

    private static void checkTimeZone(String zone, Violations violations) {
        try {
            if (!zone.isEmpty()) {
                ZoneId.of(zone);
            }
        } catch (DateTimeException unknown) {
            violations.add("time_zone", "The time zone is unknown.");
        }
    }

    private static void checkSendAt(Timestamp time, Violations violations) {
        boolean valid = time.getNanos() >= 0
                && time.getNanos() < 1_000_000_000
                && time.getSeconds() >= 0
                && time.getSeconds() <= LAST_SECOND;
        if (!valid) {
            violations.add("send_at", "This is no time between 1970 and 9999.");
        }
    }

    private static void checkTracking(TrackingData tracking, Violations violations) {
        String domain = tracking.getTrackingDomain();
        if (!domain.isEmpty()) {
            checkDomain("tracking_data.tracking_domain", PORT.matcher(domain).replaceFirst(""), violations);
        }
        for (int i = 0; i < tracking.getTagsCount(); i++) {
            TextRules.checkLine("tracking_data.tags[" + i + "]", tracking.getTags(i), violations);
        }
        TextRules.findNul(tracking.getMetadataMap())
                .ifPresent(problem -> violations.add("tracking_data.metadata", problem));
    }

    private static void checkDomain(String field, String domain, Violations violations) {
        if (DomainName.findProblem(domain).isPresent()) {
            violations.add(field, "This is no domain name.");
        }
    }

    private static boolean isWebAddress(String address) {
        try {
            URI uri = new URI(address);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null;
        } catch (URISyntaxException notAnAddress) {
            return false;
        }
    }
}
