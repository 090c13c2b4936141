-- Events in an order that late commits cannot disturb, indexes for the history's filters, subscriptions.

-- Ids come from a sequence, so a transaction that commits late may bring a lower id than one that was read. Transaction
-- ids tell what is settled: below the oldest one that is still open nothing can come any more.
alter table email_event add column xid xid8 not null default pg_current_xact_id();
comment on column email_event.xid is 'Transaction that wrote the row; events are followed in the order (xid, id)';
alter table address_event add column xid xid8 not null default pg_current_xact_id();
alter table event_outbox add column xid xid8 not null default pg_current_xact_id();

alter table email_event drop constraint email_event_pkey;
alter table email_event add primary key (id, mail_month);
drop index email_event_account;
create index email_event_order on email_event (account_id, xid, id);
create index email_event_time on email_event (account_id, occurred_at, id);
create index email_event_kind on email_event (account_id, kind, occurred_at, id);
drop index address_event_account;
create index address_event_order on address_event (account_id, xid, id);
create index event_outbox_order on event_outbox (xid, event_id);

create function event_place(event bigint) returns table (xid xid8, id bigint)
language sql stable
as $$
    select e.xid, e.id
    from (
        (select v.xid, v.id from email_event v where v.id <= event order by v.id desc limit 1)
        union all
        (select b.xid, b.id from address_event b where b.id <= event order by b.id desc limit 1)
        union all
        select '0', 0) e
    order by e.id desc
    limit 1
$$;
comment on function event_place is 'Where an event stands in the order of events; of an id that no event has, the place of the next lower one';

create function newest_event(account bigint) returns bigint
language sql stable
as $$
    select e.id
    from (
        (select v.xid, v.id from email_event v
        where v.account_id = account and v.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by v.xid desc, v.id desc limit 1)
        union all
        (select b.xid, b.id from address_event b
        where b.account_id = account and b.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by b.xid desc, b.id desc limit 1)) e
    order by e.xid desc, e.id desc
    limit 1
$$;
comment on function newest_event is 'The last settled event of an account in the order of events, or null';

-- Kept with each mail, and not with its request alone, so that the planner knows how many mails a sender or a tag has.
alter table email add column sender text, add column tags text[];
comment on column email.sender is 'From address, in lower case';
comment on column email.tags is 'Null when there are none';
update email e set sender = lower(r.from_email), tags = nullif(r.tags, '{}') from send_request r where r.id = e.request_id;
create index email_sender on email (account_id, sender);
create index email_tags on email using gin (tags) where tags is not null;

create view event_detail as
select v.id, v.mail_month, v.account_id, v.kind, v.occurred_at, v.status, v.reason, v.detail::text as detail, v.email_id,
    e.request_id, e.recipient, e.auto_mail_id::text as auto_mail_id, coalesce(e.metadata, '{}')::text as metadata,
    r.from_email, coalesce(e.subject, r.subject) as subject, r.tags, a.mail_domain, null::text as old_reason, null::text as new_reason
from email_event v
join email e on e.id = v.email_id
join send_request r on r.id = e.request_id
join account a on a.id = v.account_id
union all
select b.id, '-infinity', b.account_id, 'ADDRESS', b.occurred_at, null, null, null, null,
    null, b.recipient, null, '{}',
    b.from_email, null, '{}', a.mail_domain, b.old_reason, b.new_reason
from address_event b
join account a on a.id = b.account_id;
comment on view event_detail is 'What a notification tells of an event; kind ADDRESS and month -infinity: a change of an address''s block state';

create table event_subscription (
    user_id bigint not null references app_user (id) on delete cascade,
    name text not null,
    account_id bigint not null,
    xid xid8 not null,
    event_id bigint not null,
    holder uuid,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (user_id, name)
)
with (fillfactor = 70);
comment on table event_subscription is 'How far a follower has acknowledged the events of its account, in the order (xid, event_id)';
comment on column event_subscription.holder is 'The stream that follows it; a later one takes it over';
