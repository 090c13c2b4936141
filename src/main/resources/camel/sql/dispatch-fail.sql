-- Ends mails that cannot be composed: out of the outbox, a HARD_BOUNCED event with the reason, a dead letter each.
-- Never blocks the recipient.
with failed as (
    select * from jsonb_to_recordset(:#${body}::jsonb) as f (account_id bigint, email_id bigint, reason text)
),
dropped as (
    delete from outbox o using failed f
    where o.email_id = f.email_id and o.account_id = f.account_id
    returning o.email_id, o.mail_month, o.account_id, o.lane, f.reason
),
kept as (
    insert into dead_letter (account_id, stage, route, cause, payload, payload_type)
    select account_id, 'dispatch', 'dispatch-mail', left(reason, 2000),
        convert_to(json_build_object('account_id', account_id, 'email_id', email_id, 'lane', lane)::text, 'UTF8'), 'application/json'
    from dropped
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, status, reason)
    select mail_month, email_id, account_id, 'composing', 'HARD_BOUNCED', '5.6.0', left(reason, 2000)
    from dropped
    on conflict do nothing
    returning id, mail_month
)
insert into event_outbox (event_id, mail_month) select id, mail_month from told
