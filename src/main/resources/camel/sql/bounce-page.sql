-- A page of the bounces that happened at or after a time, after a given one, account by account, oldest first: what judging
-- them again needs. Those that no mail server has said are left out. Reads only.
select v.id, v.mail_month::text as mail_month, v.account_id, to_char(v.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at,
    v.kind, coalesce(v.status, '') as status, coalesce(v.reason, '') as diagnose_text, v.detail ->> 'class' as old_class,
    v.detail ->> 'rule' as old_rule, jsonb_exists(v.detail, 'elsewhere') as elsewhere
from account a
cross join lateral (
    select e.* from email_event e
    where e.account_id = a.id and e.occurred_at >= :#since::timestamptz and e.kind in ('HARD_BOUNCED', 'SOFT_BOUNCED')
        and jsonb_exists(e.detail, 'class')
        and (e.account_id, e.occurred_at, e.id) > (:#afterAccount, :#afterTime::timestamptz, :#afterId)
    order by e.occurred_at, e.id
    limit :#page) v
order by v.account_id, v.occurred_at, v.id
limit :#page
