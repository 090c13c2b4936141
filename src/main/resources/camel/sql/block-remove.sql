-- Unblocks a recipient, for one sender or for all of an account, with an event of each pair.
with removed as (
    delete from blocked_email
    where account_id = :#accountId and recipient = lower(:#recipient)
        and from_email = coalesce(lower(:#fromEmail::text), from_email)
    returning account_id, from_email, recipient, reason
),
told as (
    insert into address_event (account_id, from_email, recipient, old_reason)
    select account_id, from_email, recipient, reason from removed
    returning id
)
insert into event_outbox (event_id) select id from told
