-- The stored requests that the mails of the moment belong to, a row per attachment (one without when there is none).
-- Reads only.
select r.id as request_id, r.body, encode(a.hash, 'hex') as hash, a.content
from send_request r
left join request_attachment u on u.request_id = r.id
left join attachment a on a.hash = u.hash
where r.id = any(:#requestIds::bigint[])
order by r.id
