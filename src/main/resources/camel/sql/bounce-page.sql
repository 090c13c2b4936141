-- A page of the bounces that happened at or after a time, after a given one, account by account, oldest first: what judging
-- them again needs. Those that no mail server has said are left out. 'elsewhere' is what blocks nobody whatever it says: a
-- bounce of another address, a refusal of our own Postfix. Reads only; each account by its index email_event_time, from where
-- the last page ended.
select v.id, v.mail_month::text as mail_month, v.account_id, to_char(v.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at,
    v.kind, coalesce(v.status, '') as status, coalesce(v.reason, '') as diagnose_text, v.detail ->> 'class' as old_class,
    v.detail ->> 'rule' as old_rule, jsonb_exists_any(v.detail, array['elsewhere', 'own_postfix']) as elsewhere
from (
    select id, case when id = :#afterAccount then :#afterTime::timestamptz else :#since::timestamptz end as after_time,
        case when id = :#afterAccount then :#afterId else 0 end as after_id
    from account
    where id >= :#afterAccount) a
cross join lateral (
    select e.* from email_event e
    where e.account_id = a.id and (e.occurred_at, e.id) > (a.after_time, a.after_id)
        and e.kind in ('HARD_BOUNCED', 'SOFT_BOUNCED') and jsonb_exists(e.detail, 'class')
    order by e.occurred_at, e.id
    limit :#page) v
order by a.id, v.occurred_at, v.id
limit :#page
