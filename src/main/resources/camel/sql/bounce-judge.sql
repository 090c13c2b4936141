-- Stores what the rules of today say of bounces of the past: in their events, and in the block list. Whom such a bounce has
-- blocked and would not block now is let through again. Whom it would block now is blocked, unless the address took mail
-- after it or somebody has let it through since. Nothing is sent; changes of the block list are told. Returns the changes.
with asked as (
    select * from jsonb_to_recordset(:#bounces::jsonb) as a (id bigint, mail_month date, old_class text, old_rule text,
        class text, rule text, rules_version text, blocks text)
),
judged as (
    select a.*, v.account_id, v.email_id, v.occurred_at
    from asked a
    join email_event v on v.mail_month = a.mail_month and v.id = a.id
),
changed as (
    update email_event v
    set detail = v.detail || jsonb_build_object('class', j.class, 'rule', j.rule, 'rules_version', j.rules_version)
    from judged j
    where v.mail_month = j.mail_month and v.id = j.id
        and (v.detail ->> 'class', v.detail ->> 'rule') is distinct from (j.class, j.rule)
    returning v.id
),
freed as (
    delete from blocked_email b
    using judged j
    where b.account_id = j.account_id and b.event_id = j.id and b.reason = 'HARD_BOUNCED' and j.blocks is null
    returning b.account_id, b.from_email, b.recipient, j.id as event_id
),
wished as (
    select distinct on (j.account_id, e.sender, lower(e.recipient))
        j.account_id, e.sender, lower(e.recipient) as recipient, j.id as event_id, j.rule, j.rules_version
    from judged j
    join email e on e.id = j.email_id
    join send_request s on s.id = e.request_id
    where j.blocks is not null and e.sender is not null and s.recipient_override is null
        and not exists (
            select 1 from address_event t
            where t.account_id = j.account_id and t.occurred_at > j.occurred_at and t.old_reason is not null
                and t.from_email = e.sender and t.recipient = lower(e.recipient))
        and not exists (
            select 1 from email later
            join email_event d on d.mail_month = later.mail_month and d.email_id = later.id and d.cause = 'delivered'
            where later.account_id = j.account_id and lower(later.recipient) = lower(e.recipient)
                and d.occurred_at > j.occurred_at)
    order by j.account_id, e.sender, lower(e.recipient), j.id desc
),
blocked as (
    insert into blocked_email (account_id, from_email, recipient, reason, event_id, rule, rules_version)
    select account_id, sender, recipient, 'HARD_BOUNCED', event_id, rule, rules_version from wished
    on conflict do nothing
    returning account_id, from_email, recipient, event_id
),
told as (
    insert into address_event (account_id, from_email, recipient, old_reason, new_reason)
    select account_id, from_email, recipient, 'HARD_BOUNCED', null from freed
    union all
    select account_id, from_email, recipient, null, 'HARD_BOUNCED' from blocked
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
