-- Takes dead letters that are to be retried, for a minute: whoever has not done or refused one by then has died over it,
-- and it is taken again.
update dead_letter d
set retry_requested_at = now() + interval '1 minute', retried = retried + 1
from (
    select id from dead_letter
    where retry_requested_at <= now()
    order by id
    limit 100
    for update skip locked) due
where d.id = due.id
returning d.id, d.account_id, d.stage, d.payload, d.payload_type
