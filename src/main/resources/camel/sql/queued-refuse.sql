-- Stores nodes' answers 'Postfix refused it for good' (5.x): out of the outbox, with a HARD_BOUNCED event. It is our own
-- Postfix that has refused, and not the recipient's server: blocks nobody, and is marked so that it never will. Locks the
-- outbox by email_id before it adds events by (mail_month, email_id), as status-store.sql and queued-store.sql do: two
-- webservers wait for each other, and never both.
with answer as (
    select * from jsonb_to_recordset(:#${body}::jsonb)
        as a (account_id bigint, email_id bigint, status text,
        diagnose_text text, class text, rule text, rules_version text)
),
held as (
    select o.email_id from outbox o
    where exists (select 1 from answer a where a.email_id = o.email_id and a.account_id = o.account_id)
    order by o.email_id
    for update
),
refused as (
    delete from outbox o using answer a
    where o.email_id in (select email_id from held) and o.email_id = a.email_id and o.account_id = a.account_id
    returning o.mail_month, o.email_id, o.account_id, a.status, a.diagnose_text, a.class, a.rule, a.rules_version
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, status, reason, detail)
    select mail_month, email_id, account_id, 'hard-bounced', 'HARD_BOUNCED', status, diagnose_text,
        jsonb_strip_nulls(jsonb_build_object('class', class, 'rule', rule, 'rules_version', rules_version, 'own_postfix', true))
    from refused
    order by mail_month, email_id
    on conflict do nothing
    returning id, mail_month
)
insert into event_outbox (event_id, mail_month) select id, mail_month from told
