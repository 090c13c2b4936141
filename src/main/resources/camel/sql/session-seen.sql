-- The node sessions of this webserver are alive; sessions that nobody has seen for an hour are forgotten.
with gone as (
    delete from node_session where seen_at < now() - interval '1 hour'
)
update node_session set seen_at = now() where id = any(:#sessionIds::uuid[])
