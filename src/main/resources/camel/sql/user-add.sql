-- Adds a user to an account. Returns it, or nothing when its login is taken.
with added as (
    insert into app_user (account_id, role, login, password_hash, token_hash, recipient_override, active)
    values (:#accountId, :#role, :#login, :#passwordHash, :#tokenHash, :#recipientOverride, :#active)
    on conflict (login) do nothing
    returning *
)
select u.id, u.active, u.login, u.password_hash is not null as has_password, u.token_hash is not null as has_api_token,
    u.role, u.recipient_override, u.created_at, u.updated_at, a.mail_domain
from added u
join account a on a.id = u.account_id
