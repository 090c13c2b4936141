-- Joins early status reports to queue ids that were stored at the same moment (each statement missed the other's row).
-- Reports about bcc addresses of queue ids that are known by now count for nobody and go; reports that nobody has claimed
-- for 7 days become dead letters. What has missed its moment for an hour is looked at again only then. Returns how many
-- were joined, dropped, and kept of those.
with joined as (
    delete from early_status s using mta_queue q
    where s.account_id = q.account_id and s.queue_id = q.queue_id and s.recipient = q.recipient
        and (s.received_at > now() - interval '1 hour' or s.received_at < now() - interval '7 days')
    returning s.*, q.email_id, q.mail_month
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, occurred_at, status, reason, detail)
    select mail_month, email_id, account_id, cause,
        case left(status, 1) when '2' then 'DELIVERED' when '4' then 'SOFT_BOUNCED' else 'HARD_BOUNCED' end,
        received_at, status, diagnose_text, jsonb_build_object('queue_id', queue_id, 'reason', reason)
    from joined
    order by received_at
    on conflict do nothing
    returning id, mail_month
),
to_publish as (
    insert into event_outbox (event_id, mail_month) select id, mail_month from told
),
dropped as (
    delete from early_status s
    where not exists (select 1 from mta_queue q
            where q.account_id = s.account_id and q.queue_id = s.queue_id and q.recipient = s.recipient)
        and (s.received_at < now() - interval '7 days'
            or s.received_at > now() - interval '1 hour'
                and exists (select 1 from mta_queue q where q.account_id = s.account_id and q.queue_id = s.queue_id))
    returning s.*
),
kept as (
    insert into dead_letter (account_id, stage, route, cause, payload, payload_type)
    select account_id, 'status', 'status-join', 'Nobody has claimed this report for 7 days',
        convert_to(row_to_json(dropped)::text, 'UTF8'), 'application/json'
    from dropped
    where received_at < now() - interval '7 days'
)
select (select count(*) from joined) as joined, (select count(*) from dropped) as dropped,
    (select count(*) from dropped where received_at < now() - interval '7 days') as kept
