-- Users of an account after a given one, a page at a time. Reads only.
select u.id, u.active, u.login, u.password_hash is not null as has_password, u.token_hash is not null as has_api_token,
    u.role, u.recipient_override, u.created_at, u.updated_at, a.mail_domain
from app_user u
join account a on a.id = u.account_id
where u.account_id = :#accountId and u.id > :#afterId
order by u.id
limit :#page
