package com.sourceforgery.tachikoma.notify;

import com.google.protobuf.Timestamp;
import com.sourceforgery.tachikoma.grpc.frontend.EmailMetrics;
import com.sourceforgery.tachikoma.grpc.frontend.EmailMetricsClickData;
import com.sourceforgery.tachikoma.grpc.frontend.EmailMetricsOpenData;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Opens and clicks of mails. */
public final class MailMetrics {
    private static final String CLICKED = "CLICKED";

    /**
     * @param rows of {@code metrics-read.sql}
     * @return by mail id; a mail without opens and clicks is not there
     */
    public Map<Long, EmailMetrics> of(List<Map<String, Object>> rows) {
        Map<Long, EmailMetrics.Builder> metrics = new HashMap<>();
        for (Map<String, Object> row : rows) {
            EmailMetrics.Builder mail = metrics.computeIfAbsent(
                    ((Number) row.get("email_id")).longValue(), id -> EmailMetrics.newBuilder());
            Instant at = ((java.sql.Timestamp) row.get("occurred_at")).toInstant();
            Timestamp timestamp = Timestamp.newBuilder()
                    .setSeconds(at.getEpochSecond())
                    .setNanos(at.getNano())
                    .build();
            HitDetail hit = HitDetail.read(Objects.toString(row.get("detail"), ""));
            if (CLICKED.equals(row.get("kind"))) {
                mail.addClicks(EmailMetricsClickData.newBuilder()
                        .setIpAddress(hit.address())
                        .setUserAgent(hit.agent())
                        .setClickedUrl(hit.url())
                        .setTimestamp(timestamp)
                        .setVerdict(hit.verdict())
                        .setVerdictRule(hit.rule()));
            } else {
                mail.addOpens(EmailMetricsOpenData.newBuilder()
                        .setIpAddress(hit.address())
                        .setUserAgent(hit.agent())
                        .setTimestamp(timestamp)
                        .setVerdict(hit.verdict())
                        .setVerdictRule(hit.rule()));
            }
        }
        Map<Long, EmailMetrics> built = new HashMap<>();
        metrics.forEach((id, mail) -> built.put(id, mail.build()));
        return built;
    }

    /** The mails of event rows, for {@code metrics-read.sql}. */
    public Long[] mails(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> row.get("email_id"))
                .filter(Objects::nonNull)
                .map(id -> ((Number) id).longValue())
                .distinct()
                .toArray(Long[]::new);
    }
}
