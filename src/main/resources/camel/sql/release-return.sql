-- Gives leases back, so that the next release takes the mails again: those that the broker returned or did not confirm.
update outbox o
set leased_until = '-infinity'
from jsonb_to_recordset(:#${body}::jsonb) as r (email_id bigint, attempt int)
where o.email_id = r.email_id and o.attempt = r.attempt and o.claimed_at is null
