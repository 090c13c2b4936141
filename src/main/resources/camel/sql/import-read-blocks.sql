-- The block list of the original's database. Reads only; runs in that database.
select (to_jsonb(b) || jsonb_build_object('mail_domain', a.mail_domain))::text as original
from e_blocked_email b
join e_account a on a.id = b.account_id
order by b.id
