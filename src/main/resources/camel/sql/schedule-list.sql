-- Mails of an account that no node has been given, after a given one, in the order of their times; one more than the
-- page has, when there is one. Each condition that is null holds for all. Reads only.
with waiting as (
    (select o.email_id, o.due_at
    from outbox o
    where o.account_id = :#accountId and o.lane = 0 and not o.offered
        and (o.due_at, o.email_id) > (:#afterDueAt::timestamptz, :#afterEmailId)
        and (:#dueBefore::timestamptz is null or o.due_at < :#dueBefore::timestamptz))
    union all
    (select o.email_id, o.due_at
    from outbox o
    where o.account_id = :#accountId and o.lane = 1 and not o.offered
        and (o.due_at, o.email_id) > (:#afterDueAt::timestamptz, :#afterEmailId)
        and (:#dueBefore::timestamptz is null or o.due_at < :#dueBefore::timestamptz))
)
select w.email_id, e.request_id, r.from_email, e.recipient, w.due_at, r.tags, e.created_at as accepted_at
from waiting w
join email e on e.id = w.email_id
join send_request r on r.id = e.request_id
where (:#tag::text is null or r.tags @> array[:#tag::text])
    and (:#recipient::text is null or (e.account_id = :#accountId and lower(e.recipient) = :#recipient::text))
order by w.due_at, w.email_id
limit :#limit
