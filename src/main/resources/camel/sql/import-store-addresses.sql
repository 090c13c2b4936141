-- Takes over the incoming addresses that are missing. Returns each.
insert into incoming_address (account_id, local_part)
select a.id, lower(coalesce(r.local_part, ''))
from jsonb_to_recordset(:#rows::jsonb) as r (mail_domain text, local_part text)
join account a on a.mail_domain = r.mail_domain
on conflict (account_id, local_part) do nothing
returning local_part as name, true as made, true as here
