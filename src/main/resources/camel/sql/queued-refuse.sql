-- Stores nodes' answers 'Postfix refused it for good' (5.x): out of the outbox, with a HARD_BOUNCED event. It is our own
-- Postfix that has refused, and not the recipient's server: blocks nobody.
with answer as (
    select * from jsonb_to_recordset(:#${body}::jsonb)
        as a (account_id bigint, email_id bigint, status text,
        diagnose_text text, class text, rule text, rules_version text)
),
refused as (
    delete from outbox o using answer a
    where o.email_id = a.email_id and o.account_id = a.account_id
    returning o.mail_month, o.email_id, o.account_id, a.status, a.diagnose_text, a.class, a.rule, a.rules_version
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, status, reason, detail)
    select mail_month, email_id, account_id, 'hard-bounced', 'HARD_BOUNCED', status, left(diagnose_text, 2000),
        jsonb_strip_nulls(jsonb_build_object('class', class, 'rule', rule, 'rules_version', rules_version))
    from refused
    on conflict do nothing
    returning id, mail_month
)
insert into event_outbox (event_id, mail_month) select id, mail_month from told
