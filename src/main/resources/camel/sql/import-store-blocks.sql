-- Takes over the blocks that are missing. Returns each.
insert into blocked_email (account_id, from_email, recipient, reason, created_at)
select a.id, r.from_email, r.recipient_email,
    case r.blocked_reason when 0 then 'UNSUBSCRIBED' when 1 then 'SPAM_MARKED' else 'HARD_BOUNCED' end,
    coalesce(r.date_created, now())
from jsonb_to_recordset(:#rows::jsonb) as r (mail_domain text, from_email text, recipient_email text, blocked_reason int,
    date_created timestamptz)
join account a on a.mail_domain = r.mail_domain
on conflict (account_id, from_email, recipient) do nothing
returning from_email || ' to ' || recipient as name, true as made, true as here
