-- Stores nodes' answers 'Postfix has queued it': out of the outbox, the queue id kept, a QUEUED event. Counts
-- whatever lease or stream the answer belongs to; said again, it adds nothing. Returns how many status reports
-- have waited for these queue ids, which status-join.sql finds now. Locks the outbox by email_id, then adds events by
-- (mail_month, email_id), then queue ids by their key, as status-store.sql does.
with answer as (
    select distinct on (a.account_id, a.queue_id, bare_address(a.recipient))
        a.account_id, a.email_id, a.queue_id, bare_address(a.recipient) as recipient, e.mail_month
    from rows from (jsonb_to_recordset(:#${body}::jsonb)
        as (account_id bigint, email_id bigint, queue_id text, recipient text))
        with ordinality as a (account_id, email_id, queue_id, recipient, position)
    join email e on e.id = a.email_id and e.account_id = a.account_id
    order by a.account_id, a.queue_id, bare_address(a.recipient), a.position desc
),
held as (
    select o.email_id from outbox o
    where exists (select 1 from answer a where a.email_id = o.email_id and a.account_id = o.account_id)
    order by o.email_id
    for update
),
sent as (
    delete from outbox where email_id in (select email_id from held)
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, detail)
    select mail_month, email_id, account_id, 'queued', 'QUEUED', jsonb_build_object('queue_id', queue_id)
    from answer
    where (select count(*) from held) >= 0
    order by mail_month, email_id
    on conflict do nothing
    returning id, mail_month
),
kept as (
    insert into mta_queue (account_id, queue_id, recipient, email_id, mail_month)
    select account_id, queue_id, recipient, email_id, mail_month from answer
    where (select count(*) from told) >= 0
    order by account_id, queue_id, recipient
    on conflict (account_id, queue_id, recipient)
        do update set email_id = excluded.email_id, mail_month = excluded.mail_month, created_at = now()
),
to_publish as (
    insert into event_outbox (event_id, mail_month) select id, mail_month from told
)
select count(*) as early
from early_status s
join answer a on s.account_id = a.account_id and s.queue_id = a.queue_id and s.recipient = a.recipient
