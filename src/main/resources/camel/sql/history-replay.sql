-- A page of an account's events, of mails and of addresses, after a given one and up to a given transaction, in the order
-- of events. Reads only.
select p.xid::text as position, p.id as event_id, d.*
from (
    (select xid, id, mail_month
    from email_event
    where account_id = :#accountId and (xid, id) > (:#afterPosition::xid8, :#afterId) and xid < :#upTo::xid8
    order by xid, id
    limit :#page)
    union all
    (select xid, id, '-infinity'
    from address_event
    where account_id = :#accountId and (xid, id) > (:#afterPosition::xid8, :#afterId) and xid < :#upTo::xid8
    order by xid, id
    limit :#page)
    order by xid, id
    limit :#page) p
cross join lateral (select * from event_detail d where d.id = p.id and d.mail_month = p.mail_month offset 0) d
order by p.xid, p.id
