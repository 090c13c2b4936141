-- A page of the events of an account's mails, oldest first, after a given one and up to a given time (empty: now). An empty
-- recipient, sender or array of tags is no filter: with the parameters' values at hand the planner drops what is none, and
-- goes by the index of the rarest. Reads only.
select p.occurred_at::text as position, now()::text as read_at, p.id as event_id, d.*
from (
    select v.id, v.mail_month, v.occurred_at
    from email_event v
    join email e on e.id = v.email_id and e.mail_month = v.mail_month
    where v.account_id = :#accountId
        and e.account_id = :#accountId
        and (v.occurred_at, v.id) > (:#afterPosition::timestamptz, :#afterId)
        and v.occurred_at <= coalesce(nullif(:#upTo, '')::timestamptz, now())
        and v.kind = any(:#kinds::text[])
        and (:#recipient::text = '' or lower(e.recipient) = :#recipient)
        and (:#sender::text = '' or e.sender = :#sender)
        and (:#tags::text[] = '{}' or e.tags && :#tags::text[])
    order by v.occurred_at, v.id
    limit :#page) p
cross join lateral (select * from event_detail d where d.id = p.id and d.mail_month = p.mail_month offset 0) d
order by p.occurred_at, p.id
