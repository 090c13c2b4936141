-- Stores nodes' answers 'Postfix refused it for good' (5.x): out of the outbox, with a HARD_BOUNCED event.
with answer as (
    select * from jsonb_to_recordset(:#${body}::jsonb)
        as a (account_id bigint, email_id bigint, status text, diagnose_text text)
),
refused as (
    delete from outbox o using answer a
    where o.email_id = a.email_id and o.account_id = a.account_id
    returning o.mail_month, o.email_id, o.account_id, a.status, a.diagnose_text
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, status, reason)
    select mail_month, email_id, account_id, 'refused', 'HARD_BOUNCED', status, left(diagnose_text, 2000) from refused
    on conflict do nothing
    returning id, mail_month
)
insert into event_outbox (event_id, mail_month) select id, mail_month from told
