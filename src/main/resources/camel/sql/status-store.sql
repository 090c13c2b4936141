-- Stores the outcomes of the moment: status reports of nodes, and what mails to bounce addresses say. By queue id and
-- recipient, or, where the queue id is not known yet, by the envelope sender's token, which also proves that Postfix has
-- the mail (out of the outbox, queue id kept, QUEUED event). What neither tells waits in early_status. A report about a bcc
-- address of a known mail counts for nobody; one about an address that the mail has not goes to early_status, where it is
-- counted and forgotten. A report that names no recipient (Postfix's expiry) is about the mail's own one, unless that has
-- its outcome: then a bcc address has expired. A mail is delivered once, bounces hard once and is complained about once,
-- whoever tells it; the same cause again adds nothing. Blocks whom the rules say, by the event that is there already, too
-- (unless somebody has let the address through since), not for an address that stood in for the recipient, and notes what
-- is an operator's matter. Several webservers run it at once, so each locks in one order: the outbox by email_id, then
-- events by (mail_month, email_id, step, cause), then each table by its key. Returns how many bounces there were of each
-- class.
with report as (
    select r.account_id, r.queue_id, bare_address(coalesce(nullif(r.recipient, ''), s.recipient_override, e.recipient, '')) as recipient,
        r.recipient = '' as nameless, r.cause, r.kind, coalesce(r.occurred_at, now()) as occurred_at, r.status,
        r.diagnose_text, r.reason, r.class, r.rule, r.rules_version, r.action, r.feedback_type,
        r.elsewhere, r.blocks, coalesce(r.alarms, false) as alarms, r.auto_mail_id, r.position
    from rows from (jsonb_to_recordset(:#${body}::jsonb) as (account_id bigint, queue_id text, recipient text, cause text,
        kind text, occurred_at timestamptz, status text, diagnose_text text, reason text, class text, rule text,
        rules_version text, action text, feedback_type text, elsewhere boolean, blocks text, alarms boolean, auto_mail_id uuid))
        with ordinality as r (account_id, queue_id, recipient, cause, kind, occurred_at, status, diagnose_text, reason, class,
            rule, rules_version, action, feedback_type, elsewhere, blocks, alarms, auto_mail_id, position)
    left join email e on r.recipient = '' and e.auto_mail_id = r.auto_mail_id and e.account_id = r.account_id
    left join send_request s on s.id = e.request_id
),
known as (
    select r.*, q.email_id, q.mail_month, false as fresh, false as copied
    from report r
    join mta_queue q on q.account_id = r.account_id and q.queue_id = r.queue_id and q.recipient = r.recipient
),
named as (
    select r.*, e.id as email_id, e.mail_month,
        bare_address(coalesce(s.recipient_override, e.recipient)) = r.recipient as fresh,
        s.recipient_override is null and exists (select 1 from unnest(s.bcc) c where bare_address(c) = r.recipient) as copied
    from report r
    join email e on e.auto_mail_id = r.auto_mail_id and e.account_id = r.account_id
    join send_request s on s.id = e.request_id
    where not exists (select 1 from known k where k.position = r.position)
),
held as (
    select o.email_id from outbox o
    where exists (select 1 from named n where n.fresh and n.email_id = o.email_id and n.account_id = o.account_id)
    order by o.email_id
    for update
),
sent as (
    delete from outbox where email_id in (select email_id from held)
),
outcome as (
    select position, mail_month, email_id, account_id, kind, occurred_at, status, diagnose_text, class, rule, rules_version,
        recipient, blocks, alarms,
        case kind when 'DELIVERED' then 'delivered' when 'HARD_BOUNCED' then 'hard-bounced' when 'SPAM' then 'complaint'
            when 'UNSUBSCRIBED' then 'opt-out' else cause end as cause,
        jsonb_strip_nulls(jsonb_build_object('queue_id', nullif(queue_id, ''), 'reason', reason, 'class', class, 'rule', rule,
            'rules_version', rules_version, 'action', action, 'feedback_type', feedback_type,
            'elsewhere', elsewhere)) as detail
    from (select * from known union all select * from named where fresh) reported
    where not nameless or not exists (select 1 from email_event v
        where v.mail_month = reported.mail_month and v.email_id = reported.email_id and v.kind in ('DELIVERED', 'HARD_BOUNCED'))
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, occurred_at, status, reason, detail)
    select mail_month, email_id, account_id, cause, kind, occurred_at, status, diagnose_text, detail
    from (
        select 0 as step, mail_month, email_id, account_id, 'queued' as cause, 'QUEUED' as kind, occurred_at,
            null::text as status, null::text as diagnose_text,
            jsonb_strip_nulls(jsonb_build_object('queue_id', nullif(queue_id, ''))) as detail
        from named
        where fresh
        union all
        select case kind when 'SOFT_BOUNCED' then 1 when 'DELIVERED' then 2 when 'HARD_BOUNCED' then 2 else 3 end,
            mail_month, email_id, account_id, cause, kind, occurred_at, status, diagnose_text, detail
        from (select distinct on (mail_month, email_id, cause) * from outcome
            order by mail_month, email_id, cause, position) first) e
    where (select count(*) from held) >= 0
    order by mail_month, email_id, step, cause
    on conflict do nothing
    returning id, mail_month, email_id, cause
),
kept as (
    insert into mta_queue (account_id, queue_id, recipient, email_id, mail_month)
    select account_id, queue_id, recipient, email_id, mail_month
    from named
    where fresh and queue_id <> '' and (select count(*) from told) >= 0
    order by account_id, queue_id, recipient
    on conflict do nothing
),
early as (
    insert into early_status (account_id, queue_id, recipient, cause, status, diagnose_text, reason)
    select account_id, queue_id, recipient, cause, status, diagnose_text, reason
    from report r
    where not exists (select 1 from known k where k.position = r.position)
        and not exists (select 1 from named n where n.position = r.position and (n.fresh or n.copied))
        and not exists (
            select 1 from mta_queue q
            join email e on e.id = q.email_id
            join send_request s on s.id = e.request_id
            where q.account_id = r.account_id and q.queue_id = r.queue_id and s.recipient_override is null
                and r.recipient in (select bare_address(c) from unnest(s.bcc) c))
        and (select count(*) from told) >= 0
    order by account_id, queue_id, recipient, cause
    on conflict do nothing
),
joining as (
    select s.account_id, s.queue_id, s.recipient, s.cause
    from early_status s
    where exists (select 1 from known k
            where s.account_id = k.account_id and s.queue_id = k.queue_id and s.recipient = k.recipient and s.cause = k.cause)
        and (select count(*) from told) >= 0
    order by s.account_id, s.queue_id, s.recipient, s.cause
    for update
),
joined as (
    delete from early_status s using joining k
    where s.account_id = k.account_id and s.queue_id = k.queue_id and s.recipient = k.recipient and s.cause = k.cause
),
new_outcome as (
    select distinct on (t.id) t.id, o.account_id, o.email_id, o.class, o.rule, o.status, o.diagnose_text, o.recipient, o.alarms,
        o.kind
    from told t
    join outcome o on o.email_id = t.email_id and o.cause = t.cause
    order by t.id, o.position
),
due as (
    select coalesce(t.id, v.id) as event_id, o.account_id, e.sender, lower(e.recipient) as recipient, o.blocks, o.rule,
        o.rules_version, o.position
    from outcome o
    join email e on e.id = o.email_id
    join send_request s on s.id = e.request_id
    left join told t on t.mail_month = o.mail_month and t.email_id = o.email_id and t.cause = o.cause
    left join email_event v on v.mail_month = o.mail_month and v.email_id = o.email_id and v.cause = o.cause
    where o.blocks is not null and e.sender is not null and s.recipient_override is null
        and not exists (
            select 1 from address_event a
            where t.id is null and a.account_id = o.account_id and a.from_email = e.sender
                and a.recipient = lower(e.recipient) and a.old_reason is not null and a.occurred_at >= v.occurred_at)
),
strength (reason, rank) as (
    values ('HARD_BOUNCED', 1), ('UNSUBSCRIBED', 2), ('SPAM_MARKED', 3)
),
wished as (
    select distinct on (d.account_id, d.sender, d.recipient)
        d.account_id, d.sender, d.recipient, d.blocks as reason, d.event_id, d.rule, d.rules_version
    from due d
    join strength on strength.reason = d.blocks
    order by d.account_id, d.sender, d.recipient, strength.rank desc, d.event_id, d.position
),
blocked as (
    insert into blocked_email as b (account_id, from_email, recipient, reason, event_id, rule, rules_version)
    select account_id, sender, recipient, reason, event_id, rule, rules_version from wished
    order by account_id, sender, recipient
    on conflict (account_id, from_email, recipient) do update
        set reason = excluded.reason, event_id = excluded.event_id, rule = excluded.rule, rules_version = excluded.rules_version
        where (select rank from strength where strength.reason = excluded.reason)
            > (select rank from strength where strength.reason = b.reason)
    returning account_id, from_email, recipient, reason
),
address_told as (
    insert into address_event (account_id, from_email, recipient, new_reason)
    select account_id, from_email, recipient, reason from blocked
    returning id
),
to_publish as (
    insert into event_outbox (event_id, mail_month)
    select id, mail_month from told
    union all
    select id, null from address_told
),
alarmed as (
    insert into alarm as a (account_id, class, rule, hour, mails, recipient_domain, status, reply, email_id)
    select account_id, class, rule, date_trunc('hour', now()), count(*),
        (array_agg(split_part(recipient, '@', -1) order by id desc))[1], (array_agg(status order by id desc))[1],
        (array_agg(coalesce(diagnose_text, '') order by id desc))[1], max(email_id)
    from new_outcome
    where alarms
    group by account_id, class, rule
    order by account_id, class, rule
    on conflict (account_id, rule, class, hour) do update
        set mails = a.mails + excluded.mails, recipient_domain = excluded.recipient_domain, status = excluded.status,
            reply = excluded.reply, email_id = excluded.email_id, last_at = now()
)
select coalesce(class, 'undetermined') as class, lower(kind) as kind, count(*) as mails
from new_outcome
where kind in ('SOFT_BOUNCED', 'HARD_BOUNCED', 'SPAM')
group by 1, 2
