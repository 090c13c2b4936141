-- Gives up what has waited in the outbox longer than it may: the row goes, with a HARD_BOUNCED event that says why.
-- Never blocks the recipient. Returns how many.
with expired as (
    delete from outbox o
    where o.first_due_at < now() - make_interval(secs => :#maxAgeSeconds) and o.leased_until < now()
    returning o.email_id, o.mail_month, o.account_id, o.last_cause
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, status, reason)
    select mail_month, email_id, account_id, 'given-up', 'HARD_BOUNCED', '5.4.7',
        'given up: ' || coalesce(last_cause, 'no node took the mail in time')
    from expired
    on conflict do nothing
    returning id, mail_month
),
to_publish as (
    insert into event_outbox (event_id, mail_month) select id, mail_month from told
)
select count(*) as given_up from expired
