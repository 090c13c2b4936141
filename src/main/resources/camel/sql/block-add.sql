-- Blocks the pairs of sender and recipient of the moment, with an event of each pair that it changes. What blocks a pair
-- stays its reason unless a stronger one comes: a complaint (SPAM_MARKED), then the recipient's wish (UNSUBSCRIBED), then
-- an address that is dead (HARD_BOUNCED), which may come to life again.
with strength (reason, rank) as (
    values ('HARD_BOUNCED', 1), ('UNSUBSCRIBED', 2), ('SPAM_MARKED', 3)
),
asked as (
    select distinct on (a.account_id, lower(a.from_email), lower(a.recipient))
        a.account_id, lower(a.from_email) as from_email, lower(a.recipient) as recipient, a.reason
    from jsonb_to_recordset(:#${body}::jsonb)
        as a (account_id bigint, from_email text, recipient text, reason text)
    join strength s on s.reason = a.reason
    order by a.account_id, lower(a.from_email), lower(a.recipient), s.rank desc
),
blocked as (
    insert into blocked_email as b (account_id, from_email, recipient, reason)
    select account_id, from_email, recipient, reason from asked
    on conflict (account_id, from_email, recipient) do update
        set reason = excluded.reason, event_id = null, rule = null, rules_version = null
    where (select rank from strength where strength.reason = excluded.reason)
        > (select rank from strength where strength.reason = b.reason)
    returning account_id, from_email, recipient, reason
),
told as (
    insert into address_event (account_id, from_email, recipient, new_reason)
    select account_id, from_email, recipient, reason from blocked
    returning id
)
insert into event_outbox (event_id) select id from told
