-- What became of the request that an idempotency key stands for, as it was answered the first time: the row of
-- accept-store.sql, with the hash of that request. Reads only.
select k.hash, r.id as request_id, coalesce(:#dueAt::timestamptz > r.created_at, false) as scheduled,
    array_agg(e.id order by e.id) as email_ids, array_agg(e.rejected order by e.id) as rejected
from idempotency_key k
join send_request r on r.id = k.request_id
join email e on e.request_id = k.request_id
where k.account_id = :#accountId and k.key = :#idempotencyKey
group by k.hash, r.id
