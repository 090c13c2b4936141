-- Stores nodes' answers 'Postfix has queued it': out of the outbox, the queue id kept, a QUEUED event, and the status
-- reports that came before the queue id was known. Counts whatever lease or stream the answer belongs to; said again, it
-- adds nothing.
with answer as (
    select distinct on (a.account_id, a.queue_id, lower(a.recipient))
        a.account_id, a.email_id, a.queue_id, lower(a.recipient) as recipient, e.mail_month
    from rows from (jsonb_to_recordset(:#${body}::jsonb)
        as (account_id bigint, email_id bigint, queue_id text, recipient text))
        with ordinality as a (account_id, email_id, queue_id, recipient, position)
    join email e on e.id = a.email_id and e.account_id = a.account_id
    order by a.account_id, a.queue_id, lower(a.recipient), a.position desc
),
sent as (
    delete from outbox o using answer a where o.email_id = a.email_id and o.account_id = a.account_id
),
kept as (
    insert into mta_queue (account_id, queue_id, recipient, email_id, mail_month)
    select account_id, queue_id, recipient, email_id, mail_month from answer
    on conflict (account_id, queue_id, recipient)
        do update set email_id = excluded.email_id, mail_month = excluded.mail_month, created_at = now()
),
early as (
    delete from early_status s using answer a
    where s.account_id = a.account_id and s.queue_id = a.queue_id and s.recipient = a.recipient
    returning a.email_id, a.mail_month, s.*
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, occurred_at, status, reason, detail)
    select mail_month, email_id, account_id, cause, kind, occurred_at, status, reason, detail
    from (
        select 0 as step, mail_month, email_id, account_id, 'queued' as cause, 'QUEUED' as kind, now() as occurred_at,
            null::text as status, null::text as reason, jsonb_build_object('queue_id', queue_id) as detail
        from answer
        union all
        select 1, mail_month, email_id, account_id, cause,
            case left(status, 1) when '2' then 'DELIVERED' when '4' then 'SOFT_BOUNCED' else 'HARD_BOUNCED' end,
            received_at, status, diagnose_text, jsonb_build_object('queue_id', queue_id, 'reason', reason)
        from early) e
    order by email_id, step, occurred_at
    on conflict do nothing
    returning id, mail_month
)
insert into event_outbox (event_id, mail_month) select id, mail_month from told
