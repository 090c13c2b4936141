-- Gives the accounts that are here the base URL of the original where they have none. Returns a row per account of the
-- original: whether it is here.
with original as (
    select mail_domain, base_url from jsonb_to_recordset(:#rows::jsonb) as r (mail_domain text, base_url text)
),
changed as (
    update account a set base_url = o.base_url
    from original o
    where a.mail_domain = o.mail_domain and a.base_url is null and o.base_url is not null
    returning a.mail_domain
)
select o.mail_domain as name, changed.mail_domain is not null as made, a.id is not null as here
from original o
left join account a on a.mail_domain = o.mail_domain
left join changed on changed.mail_domain = o.mail_domain
