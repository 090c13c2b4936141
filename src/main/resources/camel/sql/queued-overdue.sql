-- Mails that Postfix has had for its queue's lifetime and of whose outcome nothing is known, a row per account: how many,
-- and a queue id as an example; without an account when there are none. Each mail is looked at by one webserver, an hour's
-- mails at a time: it claims the look for a minute, and queued-watched.sql notes 'until' when it has told what it found.
with looked as (
    update watch set claimed_until = now() + interval '1 minute'
    where name = 'queued-overdue' and (claimed_until is null or claimed_until < now())
        and watched_until < now() - make_interval(secs => :#lifetimeSeconds)
    returning watched_until as since,
        least(watched_until + interval '1 hour', now() - make_interval(secs => :#lifetimeSeconds)) as until
)
select l.until::text as until, f.account_id, f.overdue, f.queue_id
from looked l
left join lateral (
    select q.account_id, count(distinct q.email_id) as overdue, min(q.queue_id) as queue_id
    from mta_queue q
    where q.created_at >= l.since and q.created_at < l.until
        and not exists (
            select 1 from email_event v
            where v.mail_month = q.mail_month and v.email_id = q.email_id and v.kind not in ('QUEUED', 'SOFT_BOUNCED'))
    group by q.account_id) f on true
