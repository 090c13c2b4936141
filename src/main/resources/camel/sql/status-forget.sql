-- Early reports that no queue id will ever claim go. Those about bcc addresses of mails that are known by now count for nobody,
-- and neither do those about an address that the known mail has not (always_bcc of Postfix makes one of each mail): these are
-- returned as 'strangers', with an example. Those of queue ids that are still unknown after 7 days become dead letters, returned
-- as 'kept'. Passes over rows that another statement is at.
with unclaimed as (
    select s.*, q.email_id
    from early_status s
    left join lateral (
        select q.email_id from mta_queue q where q.account_id = s.account_id and q.queue_id = s.queue_id limit 1) q on true
    where not exists (select 1 from mta_queue q
            where q.account_id = s.account_id and q.queue_id = s.queue_id and q.recipient = s.recipient)
        and (s.received_at < now() - interval '7 days'
            or s.received_at > now() - interval '1 hour' and q.email_id is not null)
    for update of s skip locked
),
dropped as (
    delete from early_status s using unclaimed u
    where s.account_id = u.account_id and s.queue_id = u.queue_id and s.recipient = u.recipient and s.cause = u.cause
    returning s.*, u.email_id
),
stranger as (
    select d.* from dropped d
    where d.email_id is not null and not exists (
        select 1 from email e
        join send_request r on r.id = e.request_id
        where e.id = d.email_id and r.recipient_override is null
            and d.recipient in (select bare_address(c) from unnest(r.bcc) c))
),
kept as (
    insert into dead_letter (account_id, stage, route, cause, payload, payload_type)
    select account_id, 'status', 'status-join', 'Nobody has claimed this report for 7 days',
        convert_to((to_jsonb(dropped) - 'email_id')::text, 'UTF8'), 'application/json'
    from dropped
    where email_id is null
    returning id
)
select (select count(*) from kept) as kept, count(*) as strangers, max(queue_id || ' to ' || recipient) as example
from stranger
