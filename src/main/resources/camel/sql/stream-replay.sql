-- A page of an account's events, of mails and of addresses, after a given one and up to another, in the order of events.
-- Reads only.
select p.id as event_id, d.*
from event_place(:#afterId) a
cross join event_place(:#upToId) u
cross join lateral (
    (select xid, id, mail_month
    from email_event v
    where v.account_id = :#accountId and (v.xid, v.id) > (a.xid, a.id) and (v.xid, v.id) <= (u.xid, u.id)
    order by v.xid, v.id
    limit :#page)
    union all
    (select xid, id, '-infinity'
    from address_event b
    where b.account_id = :#accountId and (b.xid, b.id) > (a.xid, a.id) and (b.xid, b.id) <= (u.xid, u.id)
    order by b.xid, b.id
    limit :#page)
    order by xid, id
    limit :#page) p
cross join lateral (select * from event_detail d where d.id = p.id and d.mail_month = p.mail_month offset 0) d
order by p.xid, p.id
