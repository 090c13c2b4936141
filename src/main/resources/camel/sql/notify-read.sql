-- The next events to publish, in the order in which they are followed, for the one webserver that relays at this time: it
-- takes or renews the relay here. Returns nothing to the others. Events whose transaction is not the oldest one wait until
-- nothing can come before them.
with relay as (
    insert into runner (name, holder, held_until)
    values ('notify-relay', :#webserver, now() + interval '30 seconds')
    on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
        where runner.holder = excluded.holder or runner.held_until < now()
    returning name
),
next as (
    select xid, event_id, coalesce(mail_month, '-infinity') as mail_month
    from event_outbox
    where xid < pg_snapshot_xmin(pg_current_snapshot()) and exists (select 1 from relay)
    order by xid, event_id
    limit :#batch
)
select n.event_id, d.*
from next n
left join lateral (select * from event_detail d where d.id = n.event_id and d.mail_month = n.mail_month offset 0) d on true
order by n.xid, n.event_id
