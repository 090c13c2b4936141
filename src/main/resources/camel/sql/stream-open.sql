-- Notes before a user's queue is made what the queue cannot hold. A user's first stream begins with now. When the queue
-- is not intact, a replay is due: from the last acknowledged event, less as many as another stream of the user may have had
-- in hand (a repeat is no loss), or from before the first event that the queue has dropped. A replay that is due already
-- goes on where it was, and further.
with made as (
    insert into user_stream (user_id, account_id, acknowledged_event_id, replay_after_id)
    select :#userId, :#accountId, newest.id, newest.id
    from (select coalesce(newest_event(:#accountId), 0) as id) newest
    on conflict do nothing
)
update user_stream s
set replay_up_to_id = null,
    replay_after_id = (
        select start.id
        from (
            select coalesce(
                s.replay_after_id,
                (select v.id from event_place(s.acknowledged_event_id) p cross join lateral (
                    select v.id from email_event v
                    where v.account_id = s.account_id and (v.xid, v.id) <= (p.xid, p.id)
                    order by v.xid desc, v.id desc
                    offset :#inHand
                    limit 1) v),
                0) as id
            union all
            select coalesce(
                (select v.id from event_place(:#firstDropped) p cross join lateral (
                    select v.id from email_event v
                    where v.account_id = s.account_id and (v.xid, v.id) < (p.xid, p.id)
                    order by v.xid desc, v.id desc
                    limit 1) v),
                0)
            where :#firstDropped > 0) start
        cross join lateral event_place(start.id) p
        order by p.xid, p.id
        limit 1)
where s.user_id = :#userId and not :#intact::boolean
