-- Reports about bcc addresses of queue ids that are known by now count for nobody and go; reports that nobody has claimed
-- for 7 days become dead letters. Returns how many were kept as those.
with dropped as (
    delete from early_status s
    where not exists (select 1 from mta_queue q
            where q.account_id = s.account_id and q.queue_id = s.queue_id and q.recipient = s.recipient)
        and (s.received_at < now() - interval '7 days'
            or s.received_at > now() - interval '1 hour'
                and exists (select 1 from mta_queue q where q.account_id = s.account_id and q.queue_id = s.queue_id))
    returning s.*
),
kept as (
    insert into dead_letter (account_id, stage, route, cause, payload, payload_type)
    select account_id, 'status', 'status-join', 'Nobody has claimed this report for 7 days',
        convert_to(row_to_json(dropped)::text, 'UTF8'), 'application/json'
    from dropped
    where received_at < now() - interval '7 days'
)
select count(*) as kept from dropped where received_at < now() - interval '7 days'
