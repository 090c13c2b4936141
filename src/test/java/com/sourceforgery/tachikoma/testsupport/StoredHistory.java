package com.sourceforgery.tachikoma.testsupport;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.jdbc.core.JdbcTemplate;

/** A large history of {@code example.com}, over 90 days: for measurements. */
public final class StoredHistory {
    private StoredHistory() {}

    /** Mails with four events each, written in transactions of 20,000 events. */
    public static void fill(JdbcTemplate database, int events) {
        for (int monthsAgo = 1; monthsAgo <= 3; monthsAgo++) {
            LocalDate month = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1).minusMonths(monthsAgo);
            database.execute(
                    "create table email_event_past_%d partition of email_event for values from ('%s') to ('%s')"
                            .formatted(monthsAgo, month, month.plusMonths(1)));
        }
        int mails = events / 4;
        int step = 5_000;
        for (int first = 0; first < mails; first += step) {
            database.update("""
                    with request as (
                        insert into send_request (account_id, user_id, from_email, tags, subject, size_bytes, body, created_at)
                        select 1, 1, case when n %% 1000 = 0 then 'legal@example.com' when n %% 4 = 0 then 'shop@example.com'
                                else 'news@example.com' end,
                            case when n %% 1000 = 1 then array['vip'] when n %% 2 = 0 then array['campaign-' || n %% 5] else '{}' end,
                            'News', 2000, '', now() - interval '10 minutes' - interval '90 days' * (1 - n::float / %1$d)
                        from generate_series(%2$d, %3$d) n
                        returning id, from_email, tags, created_at
                    ),
                    mail as (
                        insert into email (account_id, request_id, auto_mail_id, mail_month, recipient, metadata, sender, tags, created_at)
                        select 1, id, gen_random_uuid(), date_trunc('month', created_at)::date,
                            'user' || id %% 100000 || '@world.example', '{"order": "17"}', from_email, nullif(tags, '{}'), created_at
                        from request
                        returning id, mail_month, created_at
                    )
                    insert into email_event (mail_month, email_id, account_id, cause, kind, occurred_at, status, detail)
                    select m.mail_month, m.id, 1, k.step::text,
                        case k.step when 0 then 'QUEUED' when 1 then 'DELIVERED' when 2 then 'OPENED' else
                            case when m.id %% 250 = 0 then 'UNSUBSCRIBED' when m.id %% 5 = 0 then 'CLICKED' else 'OPENED' end end,
                        m.created_at + k.step * interval '1 minute', '2.0.0', '{"ip_address": "192.0.2.1", "user_agent": "Reader/1"}'
                    from mail m cross join generate_series(0, 3) as k (step)
                    order by m.created_at + k.step * interval '1 minute'
                    """.formatted(mails, first, Math.min(mails, first + step) - 1));
        }
        database.execute("vacuum (analyze)");
    }
}
