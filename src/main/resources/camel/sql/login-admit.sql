-- An attempt to log in: counted as a failure of its login and of its address until it is known to be right, so that any
-- number of attempts at the same time are no more than so many one after another. The first failures of an hour are free;
-- from then on each keeps the login or address waiting twice as long as the one before. An attempt that has to wait is
-- not counted. Returns whether it is admitted, else for how long to wait, and the user if there is one.
with asked as (
    select *
    from (values
        ('address', sha256(convert_to(:#address, 'UTF8')), :#freePerAddress::int),
        ('login', sha256(convert_to(lower(:#login), 'UTF8')), :#freePerLogin::int)) as a (kind, subject, free)
),
waiting as (
    select max(t.blocked_until) as until
    from login_attempt t
    join asked using (kind, subject)
    where t.blocked_until > now()
),
counted as (
    insert into login_attempt as t (kind, subject)
    select asked.kind, asked.subject
    from asked cross join waiting
    where waiting.until is null
    order by asked.kind
    on conflict (kind, subject) do update
    set failures = case when t.updated_at < now() - interval '1 hour' then 1 else t.failures + 1 end,
        blocked_until = (
            select case when t.updated_at < now() - interval '1 hour' or t.failures < asked.free then '-infinity'
                else now() + make_interval(
                    secs => least(:#longestWaitSeconds::int, power(2, least(t.failures - asked.free, 30)))) end
            from asked
            where asked.kind = t.kind),
        updated_at = now()
    where t.blocked_until <= now()
    returning t.kind
)
select (select count(*) from counted) = 2 as admitted,
    greatest(1, ceil(extract(epoch from waiting.until - now())))::bigint as wait_seconds,
    u.id as user_id, u.account_id, u.role, u.credentials_version, u.recipient_override, u.password_hash,
    a.mail_domain, a.base_url
from waiting
left join app_user u on u.login = lower(:#login) and u.active and u.password_hash is not null
left join account a on a.id = u.account_id
