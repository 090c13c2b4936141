-- Claims the mails of the moment for a node: those whose lease is the one the copy names. A recipient that has been
-- blocked meanwhile is handed back to the release, which drops it with an event. After this, cancelling is too late.
-- Returns what composing needs, a row per claimed mail; a copy without a row is an old one.
with asked as (
    select * from rows from (jsonb_to_recordset(:#${body}::jsonb) as (account_id bigint, email_id bigint, attempt int))
        with ordinality as a (account_id, email_id, attempt, position)
),
judged as (
    select distinct on (asked.email_id)
        asked.*, e.auto_mail_id, e.recipient, e.recipient_name, e.vars, e.request_id,
        r.recipient_override, r.user_id, r.size_bytes,
        b.id is not null as blocked
    from asked
    join email e on e.id = asked.email_id and e.account_id = asked.account_id
    join send_request r on r.id = e.request_id
    left join blocked_email b
        on b.account_id = e.account_id and b.from_email = lower(r.from_email) and b.recipient = lower(e.recipient)
    order by asked.email_id, asked.attempt desc
),
claimed as (
    update outbox o
    set claimed_at = case when j.blocked then null else now() end,
        offered = o.offered or not j.blocked,
        leased_until = case when j.blocked then '-infinity' else now() + make_interval(secs => :#leaseSeconds) end
    from judged j
    where o.email_id = j.email_id and o.account_id = j.account_id and o.attempt = j.attempt
    returning o.email_id, o.first_due_at
)
select j.position, j.email_id, j.account_id, j.request_id, j.auto_mail_id::text as auto_mail_id, j.user_id, j.size_bytes,
    j.recipient, j.recipient_override, j.recipient_name,
    j.vars::text as vars, c.first_due_at as due_at, a.mail_domain, a.base_url
from judged j
join claimed c on c.email_id = j.email_id
join account a on a.id = j.account_id
where not j.blocked
