-- One turn for all streams of this webserver that follow events: stores how far each has acknowledged, tells whether its
-- user is still active and it still holds its subscription, and reads as many of its next events as it has room for. A row
-- per event; a stream without events has one row too.
with turn as (
    select *
    from jsonb_to_recordset(:#${body}::jsonb) as t (stream uuid, user_id bigint, name text, account_id bigint,
        acknowledged_position xid8, acknowledged_id bigint, position xid8, event_id bigint, room int)
),
stored as (
    update event_subscription s
    set xid = t.acknowledged_position, event_id = t.acknowledged_id, updated_at = now()
    from turn t
    where s.user_id = t.user_id and s.name = t.name and s.holder = t.stream
        and (t.acknowledged_position, t.acknowledged_id) >= (s.xid, s.event_id)
    returning s.holder as stream
),
held as (
    select t.*, stored.stream is not null as stored,
        case when t.acknowledged_id is null
            then exists (
                select 1 from event_subscription s where s.user_id = t.user_id and s.name = t.name and s.holder = t.stream)
            else stored.stream is not null
        end as held,
        exists (select 1 from app_user u where u.id = t.user_id and u.active) as active
    from turn t
    left join stored on stored.stream = t.stream
)
select h.stream::text as stream, h.active, h.held, h.stored, h.acknowledged_id, p.xid::text as position, p.id as event_id, d.*
from held h
left join lateral (
    (select xid, id, mail_month
    from email_event v
    where v.account_id = h.account_id and (v.xid, v.id) > (h.position, h.event_id)
        and v.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by v.xid, v.id
    limit h.room)
    union all
    (select xid, id, '-infinity'
    from address_event b
    where b.account_id = h.account_id and (b.xid, b.id) > (h.position, h.event_id)
        and b.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by b.xid, b.id
    limit h.room)
    order by xid, id
    limit h.room) p on h.active and h.held
left join lateral (select * from event_detail d where d.id = p.id and d.mail_month = p.mail_month offset 0) d on true
order by p.xid, p.id
