-- The user's queue is there now: a replay that is due ends with the newest event. Returns its limits, nulls when there is
-- nothing to replay.
update user_stream s
set replay_after_id = case when p.is_due then s.replay_after_id end,
    replay_up_to_id = case when p.is_due then p.up_to_id end
from (
    select w.user_id, w.up_to_id, (u.xid, u.id) > (a.xid, a.id) as is_due
    from (
        select user_id, replay_after_id, coalesce(replay_up_to_id, newest_event(:#accountId)) as up_to_id
        from user_stream
        where user_id = :#userId) w
    cross join event_place(w.replay_after_id) a
    cross join event_place(w.up_to_id) u) p
where s.user_id = p.user_id
returning s.replay_after_id as after_id, s.replay_up_to_id as up_to_id
