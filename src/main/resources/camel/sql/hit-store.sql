-- Stores hits of the moment, raw and with a verdict, and what they mean: an event of the mail each (but of HEAD requests),
-- and for an unsubscribe or a report of abuse a block of the pair of sender and recipient, which remembers that event. A
-- hit that is there already is only judged again: its verdict changes here and in its event's detail, and nothing is told
-- anew. The verdict that comes along is the agent's. Where it names no proxy or scanner, behaviour decides, also of hits
-- that came just before, 200 of a mail at most: a HEAD request, and what follows it from the same address within a minute;
-- three links of a mail within 2 seconds; a hit from 10 seconds before to 2 seconds after a delivery. Returns the verdicts
-- that have changed, the old and the new one of each.
with asked as materialized (
    select distinct on (h.id) h.*
    from jsonb_to_recordset(:#hits::jsonb) as h (id uuid, received_at timestamptz, kind text, email_id bigint,
        auto_mail_id uuid, method text, address text, agent text, url text, message text, verdict text, rule text)
    order by h.id
),
mailed as materialized (
    select a.id, a.received_at, e.account_id, e.id as email_id, e.mail_month, e.sender, e.recipient, a.kind, a.method,
        a.address, a.agent, a.url, a.message, a.verdict, a.rule,
        exists (select 1 from hit k where k.received_at = a.received_at and k.id = a.id) as stored
    from asked a
    left join lateral (
        select m.id, m.account_id, m.mail_month, m.recipient, coalesce(m.sender, lower(r.from_email)) as sender
        from (
            select * from email where id = a.email_id
            union all
            select * from email where auto_mail_id = a.auto_mail_id) m
        left join send_request r on r.id = m.request_id
        limit 1) e on true
),
asked_of_mail as (
    select email_id, mail_month, min(received_at) as first, max(received_at) as last
    from mailed
    where kind in ('OPENED', 'CLICKED') and email_id is not null
    group by email_id, mail_month
),
moment as materialized (
    select id, received_at, email_id, mail_month, kind, method, address, url, verdict, rule, stored, true as asked
    from mailed
    where kind in ('OPENED', 'CLICKED')
    union all
    select n.id, n.received_at, n.email_id, n.mail_month, n.kind, n.method, n.address, n.url, n.verdict, n.rule, true, false
    from asked_of_mail m
    cross join lateral (
        select h.* from hit h
        where h.email_id = m.email_id and h.kind in ('OPENED', 'CLICKED')
            and h.received_at between m.first - interval '1 minute' and m.last + interval '1 minute'
            and (h.method = 'HEAD' or h.received_at between m.first - interval '2 seconds' and m.last + interval '2 seconds')
        order by h.received_at desc
        limit 200) n
    where n.id not in (select id from asked)
),
delivery as materialized (
    select m.email_id, v.occurred_at
    from asked_of_mail m
    join email_event v on v.mail_month = m.mail_month and v.email_id = m.email_id and v.kind = 'DELIVERED'
),
seen as (
    select *,
        count(*) filter (where method = 'HEAD') over (
            partition by email_id, address order by received_at
            range between interval '1 minute' preceding and current row) as heads,
        array_agg(url) filter (where kind = 'CLICKED') over (
            partition by email_id order by received_at
            range between interval '2 seconds' preceding and interval '2 seconds' following) as urls
    from moment
),
behaved as (
    select id, received_at, email_id, mail_month, stored, verdict as old_verdict, rule as old_rule,
        case
            when verdict in ('PREFETCH_PROXY', 'SCANNER') or email_id is null then null
            when method = 'HEAD' then 'head-request'
            when heads > 0 and address is not null then 'head-before-get'
            when kind = 'CLICKED' and (select count(distinct url) from unnest(urls) as clicked (url)) >= 3 then 'links-at-once'
            when asked and exists (
                select 1 from delivery d
                where d.email_id = seen.email_id
                    and seen.received_at between d.occurred_at - interval '10 seconds' and d.occurred_at + interval '2 seconds')
                then 'at-delivery'
        end as behaviour
    from seen
),
judged as materialized (
    select id, received_at, email_id, mail_month, stored,
        case when behaviour is null then old_verdict else 'SCANNER' end as verdict, coalesce(behaviour, old_rule) as rule
    from behaved
),
kept as (
    insert into hit (id, received_at, account_id, email_id, mail_month, kind, method, address, agent, url, message, verdict, rule)
    select m.id, m.received_at, m.account_id, m.email_id, m.mail_month, m.kind, m.method, m.address, m.agent, m.url, m.message,
        j.verdict, j.rule
    from mailed m left join judged j on j.id = m.id
    where not m.stored
    on conflict do nothing
),
changed as (
    update hit h
    set verdict = j.verdict, rule = j.rule
    from judged j
    where j.stored and h.received_at = j.received_at and h.id = j.id and (h.verdict, h.rule) is distinct from (j.verdict, j.rule)
    returning h.id, h.received_at, h.email_id, h.mail_month, h.verdict, h.rule
),
judged_again as (
    update email_event v
    set detail = v.detail || jsonb_build_object('verdict', c.verdict, 'verdict_rule', c.rule)
    from changed c
    where v.mail_month = c.mail_month and v.email_id = c.email_id and v.cause = 'hit:' || c.id
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, occurred_at, detail)
    select m.mail_month, m.email_id, m.account_id, 'hit:' || m.id, m.kind, m.received_at,
        jsonb_strip_nulls(jsonb_build_object('ip_address', m.address, 'user_agent', m.agent, 'clicked_url', case m.kind when 'CLICKED' then m.url end,
            'text', m.message, 'verdict', j.verdict, 'verdict_rule', j.rule))
    from mailed m left join judged j on j.id = m.id
    where not m.stored and m.email_id is not null and m.method <> 'HEAD'
    order by m.received_at, m.id
    on conflict do nothing
    returning id, mail_month, cause
),
strength (reason, rank) as (
    values ('HARD_BOUNCED', 1), ('UNSUBSCRIBED', 2), ('SPAM_MARKED', 3)
),
wished as (
    select distinct on (m.account_id, m.sender, lower(m.recipient))
        m.account_id, m.sender, lower(m.recipient) as recipient, s.reason, t.id as event_id
    from told t
    join mailed m on t.cause = 'hit:' || m.id
    join strength s on s.reason = case m.kind when 'UNSUBSCRIBED' then 'UNSUBSCRIBED' when 'REPORTED_ABUSE' then 'SPAM_MARKED' end
    where m.sender is not null
    order by m.account_id, m.sender, lower(m.recipient), s.rank desc, t.id
),
blocked as (
    insert into blocked_email as b (account_id, from_email, recipient, reason, event_id)
    select account_id, sender, recipient, reason, event_id from wished
    on conflict (account_id, from_email, recipient) do update
        set reason = excluded.reason, event_id = excluded.event_id, rule = null, rules_version = null
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
)
select h.verdict as old_verdict, h.rule as old_rule, c.verdict, c.rule
from changed c
join hit h on h.received_at = c.received_at and h.id = c.id
