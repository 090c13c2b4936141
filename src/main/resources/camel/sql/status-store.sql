-- Stores status reports of the moment. By queue id and recipient, or, where the queue id is not known yet, by the envelope
-- sender's token, which also proves that Postfix has the mail (out of the outbox, queue id kept, QUEUED event). What
-- neither tells waits in early_status. A report about a bcc address (the mail is known, the recipient is not its own)
-- counts for nobody. A report that names no recipient (Postfix's expiry) is about the mail's own one, unless that has
-- its outcome: then a bcc address has expired. The same cause again adds nothing.
with report as (
    select r.account_id, r.queue_id, lower(coalesce(nullif(r.recipient, ''), s.recipient_override, e.recipient, '')) as recipient,
        r.recipient = '' as nameless, r.cause, r.status, left(r.diagnose_text, 2000) as diagnose_text, r.reason, r.auto_mail_id, r.position
    from rows from (jsonb_to_recordset(:#${body}::jsonb) as (account_id bigint, queue_id text, recipient text, cause text,
        status text, diagnose_text text, reason text, auto_mail_id uuid))
        with ordinality as r (account_id, queue_id, recipient, cause, status, diagnose_text, reason, auto_mail_id, position)
    left join email e on r.recipient = '' and e.auto_mail_id = r.auto_mail_id and e.account_id = r.account_id
    left join send_request s on s.id = e.request_id
),
known as (
    select r.*, q.email_id, q.mail_month, false as fresh
    from report r
    join mta_queue q on q.account_id = r.account_id and q.queue_id = r.queue_id and q.recipient = r.recipient
),
named as (
    select r.*, e.id as email_id, e.mail_month,
        lower(coalesce(s.recipient_override, e.recipient)) = r.recipient as fresh
    from report r
    join email e on e.auto_mail_id = r.auto_mail_id and e.account_id = r.account_id
    join send_request s on s.id = e.request_id
    where not exists (select 1 from known k where k.position = r.position)
),
sent as (
    delete from outbox o using named n where n.fresh and o.email_id = n.email_id and o.account_id = n.account_id
),
kept as (
    insert into mta_queue (account_id, queue_id, recipient, email_id, mail_month)
    select account_id, queue_id, recipient, email_id, mail_month from named where fresh and queue_id <> ''
    on conflict do nothing
),
early as (
    insert into early_status (account_id, queue_id, recipient, cause, status, diagnose_text, reason)
    select account_id, queue_id, recipient, cause, status, diagnose_text, reason
    from report r
    where not exists (select 1 from known k where k.position = r.position)
        and not exists (select 1 from named n where n.position = r.position)
        and not exists (select 1 from mta_queue q where q.account_id = r.account_id and q.queue_id = r.queue_id)
    on conflict do nothing
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, status, reason, detail)
    select mail_month, email_id, account_id, cause, kind, status, diagnose_text, detail
    from (
        select position, 0 as step, mail_month, email_id, account_id, 'queued' as cause, 'QUEUED' as kind,
            null::text as status, null::text as diagnose_text, jsonb_build_object('queue_id', queue_id) as detail
        from named
        where fresh
        union all
        select position, 1, mail_month, email_id, account_id, cause,
            case left(status, 1) when '2' then 'DELIVERED' when '4' then 'SOFT_BOUNCED' else 'HARD_BOUNCED' end,
            status, diagnose_text, jsonb_build_object('queue_id', queue_id, 'reason', reason)
        from (select * from known union all select * from named where fresh) reported
        where not nameless or not exists (select 1 from email_event v
            where v.mail_month = reported.mail_month and v.email_id = reported.email_id and v.kind in ('DELIVERED', 'HARD_BOUNCED'))) e
    order by position, step
    on conflict do nothing
    returning id, mail_month
)
insert into event_outbox (event_id, mail_month) select id, mail_month from told
