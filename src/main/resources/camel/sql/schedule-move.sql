-- Sets a new time for mails that no node has been given: of one mail, or of a request. Copies of the mail that are with
-- the broker count no more. An idempotency key of the request is kept until a day after the new time.
-- Returns a row per mail of the selection: whether it was changed. Mails that were rejected at once are not among them.
with chosen as (
    select e.id from email e
    where e.account_id = :#accountId and e.rejected is null
        and (e.id = :#emailId::bigint or e.request_id = :#requestId::bigint)
),
moved as (
    update outbox o
    set due_at = :#dueAt::timestamptz, first_due_at = :#dueAt::timestamptz, attempt = o.attempt + 1,
        leased_until = '-infinity', postponed = 0
    from chosen
    where o.email_id = chosen.id and o.account_id = :#accountId and not o.offered
    returning o.email_id
),
key as (
    update idempotency_key k
    set kept_until = greatest(k.kept_until, :#dueAt::timestamptz + interval '24 hours')
    where k.account_id = :#accountId
        and k.request_id in (select e.request_id from email e join moved on moved.email_id = e.id)
)
select chosen.id as email_id, moved.email_id is not null as changed
from chosen left join moved on moved.email_id = chosen.id
order by chosen.id
