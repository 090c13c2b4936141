-- The mails that the notices of the moment are about: the one recipient that counts, and the bcc addresses, a line each.
-- Reads only.
select f.position, e.account_id, e.auto_mail_id::text as auto_mail_id, lower(coalesce(r.recipient_override, e.recipient)) as recipient,
    case when r.recipient_override is null then array_to_string(r.bcc, E'\n') else '' end as copies
from rows from (jsonb_to_recordset(:#${body}::jsonb) as (account_id bigint, auto_mail_id uuid))
    with ordinality as f (account_id, auto_mail_id, position)
join email e on e.auto_mail_id = f.auto_mail_id and e.account_id = f.account_id
join send_request r on r.id = e.request_id
