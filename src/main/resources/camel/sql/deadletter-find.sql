-- Dead letters with their content, by id. Reads only.
select d.id, d.occurred_at, a.mail_domain, d.stage, d.route, d.cause, d.payload_type, length(d.payload) as size_bytes,
    d.retried, d.retry_requested_at, d.retry_outcome, d.payload
from dead_letter d
left join account a on a.id = d.account_id
where d.id = any(:#ids::bigint[])
order by d.id
