-- Mails that Postfix has had for its queue's lifetime and of whose outcome nothing is known, a row per account: how many,
-- and a queue id as an example. Each mail is looked at once, by one webserver: how far they have looked is kept here.
with looked as (
    select watched_until from watch where name = 'queued-overdue' for update
),
moved as (
    update watch set watched_until = now() - make_interval(secs => :#lifetimeSeconds)
    where name = 'queued-overdue' and watched_until < now() - make_interval(secs => :#lifetimeSeconds)
)
select q.account_id, count(distinct q.email_id) as overdue, min(q.queue_id) as queue_id
from mta_queue q
where q.created_at >= (select watched_until from looked)
    and q.created_at < now() - make_interval(secs => :#lifetimeSeconds)
    and not exists (
        select 1 from email_event v
        where v.mail_month = q.mail_month and v.email_id = q.email_id and v.kind not in ('QUEUED', 'SOFT_BOUNCED'))
group by q.account_id
