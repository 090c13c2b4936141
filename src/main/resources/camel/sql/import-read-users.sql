-- Users of the original's database, without their tokens. Reads only; runs in that database.
select (to_jsonb(u) - 'api_token' || jsonb_build_object('mail_domain', a.mail_domain))::text as original
from e_user u
join e_account a on a.id = u.account_id
order by u.id
