-- Changes what is given of a user, unless it would leave the account without an active administrator. Those and the user
-- are locked first, in the order of their ids: of two calls at the same time the second sees what the first has done. A
-- credential that is withdrawn ends login tokens and streams.
with locked as (
    select *
    from app_user
    where account_id = :#accountId and (id = :#targetId or role = 'FRONTEND_ADMIN' and active)
    order by id
    for update
),
target as (
    select *, coalesce(:#active::boolean, active) as new_active, coalesce(:#role::text, role) as new_role
    from locked
    where id = :#targetId
),
changed as (
    update app_user u
    set active = t.new_active,
        role = t.new_role,
        password_hash = case when :#setPassword::boolean then :#passwordHash::text else t.password_hash end,
        token_hash = case when :#setToken::boolean then :#tokenHash::bytea else t.token_hash end,
        recipient_override =
            case when :#setRecipientOverride::boolean then :#recipientOverride::text else t.recipient_override end,
        credentials_version = t.credentials_version
            + case when :#setPassword::boolean and t.password_hash is not null
                or :#setToken::boolean and t.token_hash is not null
                or t.active and not t.new_active then 1 else 0 end,
        updated_at = now()
    from target t
    where u.id = t.id
        and (t.login is not null or :#passwordHash::text is null)
        and (t.role = 'BACKEND') = (t.new_role = 'BACKEND')
        and (t.new_active and t.new_role = 'FRONTEND_ADMIN'
            or not (t.active and t.role = 'FRONTEND_ADMIN')
            or exists (select 1 from locked o where o.id <> t.id and o.active and o.role = 'FRONTEND_ADMIN'))
    returning u.*
)
select t.id is not null as found, t.login is null and :#passwordHash::text is not null as password_without_login,
    (t.role = 'BACKEND') <> (t.new_role = 'BACKEND') as turns_node,
    u.id, u.active, u.login, u.password_hash is not null as has_password, u.token_hash is not null as has_api_token,
    u.role, u.recipient_override, u.created_at, u.updated_at, a.mail_domain
from (select 1) one
left join target t on true
left join changed u on true
left join account a on a.id = u.account_id
