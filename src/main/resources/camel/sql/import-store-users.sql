-- Takes over the users that are missing, and the tokens of those that were taken over without. A user whose login or
-- token another user has is left out. Returns a row per user of the original: whether it was made, and whether it is here.
with original as (
    select r.id, r.name, a.id as account_id, r.active, r.recipient_override, decode(r.token_hash, 'hex') as token_hash, r.role,
        lower(r.login) as login, r.password_hash
    from jsonb_to_recordset(:#rows::jsonb) as r (id numeric, name text, mail_domain text, role text, active boolean,
        login text, password_hash text, recipient_override text, token_hash text)
    join account a on a.mail_domain = r.mail_domain
),
made as (
    insert into app_user (account_id, role, login, password_hash, token_hash, recipient_override, active, imported_id)
    select account_id, role, login, password_hash, token_hash, recipient_override, active, id
    from original
    order by id
    on conflict do nothing
    returning account_id, imported_id
),
token as (
    update app_user u set token_hash = o.token_hash
    from original o
    where u.account_id = o.account_id and u.imported_id = o.id and u.token_hash is null and o.token_hash is not null
        and u.updated_at = u.created_at
        and not exists (select 1 from app_user other where other.token_hash = o.token_hash)
)
select o.name, made.imported_id is not null as made, made.imported_id is not null or u.id is not null as here
from original o
left join made on made.account_id = o.account_id and made.imported_id = o.id
left join app_user u on u.account_id = o.account_id and u.imported_id = o.id
