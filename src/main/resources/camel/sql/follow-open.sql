-- A stream takes a subscription over, or makes it: a new one begins after a given event of the account (0: before the first
-- one; null: with what is not settled yet). Returns how far it is acknowledged, or nothing when there is no event to begin
-- after.
with taken as (
    update event_subscription
    set holder = :#streamId::uuid, updated_at = now()
    where user_id = :#userId and name = :#name
    returning xid, event_id, true as resumed
),
beginning as (
    select pg_snapshot_xmin(pg_current_snapshot()) as xid, 0 as id where :#afterId::bigint is null
    union all
    select '0', 0 where :#afterId::bigint = 0
    union all
    select xid, id from email_event where id = :#afterId::bigint and account_id = :#accountId
    union all
    select xid, id from address_event where id = :#afterId::bigint and account_id = :#accountId
),
made as (
    insert into event_subscription (user_id, name, account_id, xid, event_id, holder)
    select :#userId, :#name, :#accountId, xid, id, :#streamId::uuid
    from beginning
    where not exists (select 1 from taken)
    on conflict (user_id, name) do update set holder = excluded.holder
    returning xid, event_id, false as resumed
)
select xid::text as position, event_id, resumed from taken
union all
select xid::text, event_id, resumed from made
