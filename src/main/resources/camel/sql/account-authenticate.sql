-- Who the callers of the moment are: one row per caller whose API token belongs to an active user of the domain it names,
-- or whose login token is of the user's present credentials. A login never makes a node. Reads only.
select asked.position, u.id as user_id, u.account_id, u.role, u.credentials_version, u.recipient_override,
    a.mail_domain, a.base_url
from rows from (jsonb_to_recordset(:#${body}::jsonb)
    as (mail_domain text, token_hash text, user_id bigint, account_id bigint, credentials_version int))
    with ordinality as asked (mail_domain, token_hash, user_id, account_id, credentials_version, position)
cross join lateral (
    select *
    from app_user
    where token_hash = decode(asked.token_hash, 'hex')
    union all
    select *
    from app_user
    where id = asked.user_id and account_id = asked.account_id and credentials_version = asked.credentials_version
        and role <> 'BACKEND') u
join account a on a.id = u.account_id and a.mail_domain = coalesce(asked.mail_domain, a.mail_domain)
where u.active
