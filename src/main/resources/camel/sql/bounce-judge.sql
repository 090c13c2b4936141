-- Stores what the rules of today say of bounces of the past: in their events, and in the block list. Whom such a bounce has
-- blocked and would not block now is let through again, unless another of its bounces blocks: then the block is that one's.
-- Whom it would block now is blocked, unless the address took mail after it or somebody (and not these rules) has let it
-- through since. A block whose rule is not the event's is of a later reply that is no event: nothing is known against it.
-- Nothing is sent; changes of the block list are told. Returns the changes. 'aside' are bounces that bounce-other.sql found.
with asked as (
    select * from jsonb_to_recordset(:#bounces::jsonb) as a (id bigint, mail_month date, old_class text, old_rule text,
        class text, rule text, rules_version text, blocks text, elsewhere boolean, aside boolean)
),
judged as (
    select a.*, v.account_id, v.email_id, v.occurred_at, v.detail ->> 'rule' as stored_rule, e.sender,
        lower(e.recipient) as recipient, s.recipient_override is not null as stood_in
    from asked a
    join email_event v on v.mail_month = a.mail_month and v.id = a.id
    join email e on e.id = v.email_id
    join send_request s on s.id = e.request_id
),
changed as (
    update email_event v
    set detail = v.detail || jsonb_build_object('class', j.class, 'rule', j.rule, 'rules_version', j.rules_version)
    from judged j
    where v.mail_month = j.mail_month and v.id = j.id and j.aside is null
        and (v.detail ->> 'class', v.detail ->> 'rule') is distinct from (j.class, j.rule)
    returning v.id
),
wished as (
    select distinct on (j.account_id, j.sender, j.recipient)
        j.account_id, j.sender, j.recipient, j.id as event_id, j.rule, j.rules_version
    from judged j
    where j.blocks is not null and j.sender is not null and not j.stood_in
        and not exists (
            select 1 from address_event t
            where t.account_id = j.account_id and t.occurred_at > j.occurred_at and t.old_reason is not null
                and t.from_email = j.sender and t.recipient = j.recipient and not t.judged)
        and not exists (
            select 1 from email later
            join email_event d on d.mail_month = later.mail_month and d.email_id = later.id and d.cause = 'delivered'
            where later.account_id = j.account_id and lower(later.recipient) = j.recipient
                and d.occurred_at > j.occurred_at)
    order by j.account_id, j.sender, j.recipient, j.id desc
),
doubted as (
    select b.id, b.account_id, b.from_email, b.recipient, j.id as event_id
    from blocked_email b
    join judged j on b.account_id = j.account_id and b.from_email = j.sender and b.recipient = j.recipient and b.event_id = j.id
    where b.reason = 'HARD_BOUNCED' and j.elsewhere is not true and (b.rule is null or b.rule = j.stored_rule)
        and j.blocks is null
),
moved as (
    update blocked_email b
    set event_id = w.event_id, rule = w.rule, rules_version = w.rules_version
    from wished w
    where b.account_id = w.account_id and b.from_email = w.sender and b.recipient = w.recipient
        and (b.id in (select id from doubted) or b.event_id = w.event_id and b.reason = 'HARD_BOUNCED')
        and (b.event_id, b.rule, b.rules_version) is distinct from (w.event_id, w.rule, w.rules_version)
),
freed as (
    delete from blocked_email b
    using doubted d
    where b.id = d.id and not exists (
        select 1 from wished w
        where w.account_id = d.account_id and w.sender = d.from_email and w.recipient = d.recipient)
    returning b.account_id, b.from_email, b.recipient, d.event_id
),
blocked as (
    insert into blocked_email (account_id, from_email, recipient, reason, event_id, rule, rules_version)
    select account_id, sender, recipient, 'HARD_BOUNCED', event_id, rule, rules_version from wished
    on conflict do nothing
    returning account_id, from_email, recipient, event_id
),
told as (
    insert into address_event (account_id, from_email, recipient, old_reason, new_reason, judged)
    select account_id, from_email, recipient, 'HARD_BOUNCED', null, true from freed
    union all
    select account_id, from_email, recipient, null, 'HARD_BOUNCED', true from blocked
    returning id
),
to_publish as (
    insert into event_outbox (event_id) select id from told
)
select j.old_class, j.old_rule, j.class, j.rule, (c.id is not null) as changed,
    exists (select 1 from blocked b where b.event_id = j.id) as blocked,
    exists (select 1 from freed f where f.event_id = j.id) as freed
from judged j
left join changed c on c.id = j.id
where j.aside is null
