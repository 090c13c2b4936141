-- Takes back mails that no node has been given: of one mail, or of a request. Each leaves the outbox with a CANCELLED
-- event; copies of the mail that are with the broker count no more.
-- Returns a row per mail of the selection: whether it was changed. Mails that were rejected at once are not among them.
with chosen as (
    select e.id from email e
    where e.account_id = :#accountId and e.rejected is null
        and (e.id = :#emailId::bigint or e.request_id = :#requestId::bigint)
),
cancelled as (
    delete from outbox o using chosen
    where o.email_id = chosen.id and o.account_id = :#accountId and not o.offered
    returning o.email_id, o.mail_month, o.account_id
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind)
    select mail_month, email_id, account_id, 'cancelled', 'CANCELLED' from cancelled
    on conflict do nothing
    returning id, mail_month
),
to_publish as (
    insert into event_outbox (event_id, mail_month) select id, mail_month from told
)
select chosen.id as email_id, cancelled.email_id is not null as changed
from chosen left join cancelled on cancelled.email_id = chosen.id
order by chosen.id
