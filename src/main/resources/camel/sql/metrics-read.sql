-- Opens and clicks of some mails so far, the first ones of each mail up to a limit. Reads only.
select e.id as email_id, v.kind, v.occurred_at, v.detail::text as detail
from email e
cross join lateral (
    select v.id, v.kind, v.occurred_at, v.detail
    from email_event v
    where v.mail_month = e.mail_month and v.email_id = e.id and v.kind in ('OPENED', 'CLICKED')
    order by v.id
    limit :#most) v
where e.id = any(:#emailIds::bigint[])
order by v.id
