-- Puts mails off that the node could not take for now: due again after a back-off of a minute that doubles up to an hour.
-- An answer of an older lease than the present one changes nothing.
update outbox o
set due_at = now() + least(interval '1 hour', interval '1 minute' * power(2, least(o.postponed, 10))),
    postponed = o.postponed + 1,
    leased_until = '-infinity',
    claimed_at = null,
    offered = false,
    last_cause = left(p.cause, 2000)
from (
    select distinct on (email_id) * from jsonb_to_recordset(:#${body}::jsonb)
        as p (account_id bigint, email_id bigint, cause text)
    order by email_id) p
where o.email_id = p.email_id and o.account_id = p.account_id and o.claimed_at is not null
