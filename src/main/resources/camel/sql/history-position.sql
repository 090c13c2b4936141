-- Where a replay begins and ends: the place of an event of the account (0: before the first one) in the order of events,
-- and the oldest transaction that is still open, below which all is settled. Returns nothing when there is no such event.
-- Reads only.
select p.xid::text as position, :#afterId::bigint as event_id, pg_snapshot_xmin(pg_current_snapshot())::text as up_to
from (
    select '0'::xid8 as xid where :#afterId::bigint = 0
    union all
    select xid from email_event where id = :#afterId and account_id = :#accountId
    union all
    select xid from address_event where id = :#afterId and account_id = :#accountId) p
