-- The incoming addresses of the original's database. Reads only; runs in that database.
select (to_jsonb(i) || jsonb_build_object('mail_domain', a.mail_domain))::text as original
from e_incoming_email_address i
join e_account a on a.id = i.account_id
order by i.id
