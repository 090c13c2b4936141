-- How far the users' streams of this webserver have acknowledged what came by the queue, and what was replayed. Neither goes
-- back. A replay that is acknowledged to its end is over.
update user_stream s
set acknowledged_event_id = greatest(s.acknowledged_event_id, a.event_id,
        case when a.replayed_id = s.replay_up_to_id then s.replay_up_to_id end),
    replay_after_id = case when s.replay_after_id is null or a.replayed_id = s.replay_up_to_id then null
        else greatest(s.replay_after_id, a.replayed_id) end,
    replay_up_to_id = case when a.replayed_id = s.replay_up_to_id then null else s.replay_up_to_id end,
    updated_at = now()
from jsonb_to_recordset(:#${body}::jsonb) as a (user_id bigint, event_id bigint, replayed_id bigint)
where s.user_id = a.user_id
