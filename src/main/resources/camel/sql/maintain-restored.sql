-- After a restore from a dump into another cluster, rows may carry transaction ids that this cluster has not reached yet.
-- They get the id of this transaction: they stay behind the rows before them, in the order of their ids among themselves,
-- and positions among them go back as far as it takes to lose nothing. Without such rows nothing is changed. Returns how
-- many rows were changed.
with future as (
    select pg_snapshot_xmax(pg_current_snapshot()) as xid
),
positions as (
    update event_subscription s
    set xid = pg_current_xact_id(),
        event_id = (
            select coalesce(min(u.id) - 1, 9223372036854775807)
            from (
                select v.id from email_event v where v.account_id = s.account_id and (v.xid, v.id) > (s.xid, s.event_id)
                union all
                select b.id from address_event b where b.account_id = s.account_id and (b.xid, b.id) > (s.xid, s.event_id)) u)
    from future f
    where s.xid >= f.xid
    returning 1
),
events as (
    update email_event v
    set xid = pg_current_xact_id()
    from account a, future f
    where v.account_id = a.id and v.xid >= f.xid
    returning 1
),
address_events as (
    update address_event b
    set xid = pg_current_xact_id()
    from account a, future f
    where b.account_id = a.id and b.xid >= f.xid
    returning 1
),
waiting as (
    update event_outbox o set xid = pg_current_xact_id() from future f where o.xid >= f.xid returning 1
)
select (select count(*) from positions) + (select count(*) from events) + (select count(*) from address_events)
    + (select count(*) from waiting) as changed
