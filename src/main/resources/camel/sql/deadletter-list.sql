-- Dead letters without their content, newest first; those of a stage, or all. Reads only.
select d.id, d.occurred_at, a.mail_domain, d.stage, d.route, d.cause, d.payload_type, length(d.payload) as size_bytes,
    d.retried, d.retry_requested_at, d.retry_outcome
from dead_letter d
left join account a on a.id = d.account_id
where :#stage::text is null or d.stage = :#stage
order by d.id desc
limit :#limit
