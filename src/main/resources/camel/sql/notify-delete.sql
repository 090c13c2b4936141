-- Forgets events that the broker has confirmed.
delete from event_outbox where event_id = any(:#eventIds::bigint[])
