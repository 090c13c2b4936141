-- Further bounces of the pairs of sender and recipient that are blocked by bounces which block nobody any more, as
-- bounce-page.sql has them: only when none of them blocks either is the recipient let through. Reads only.
with asked as (
    select * from jsonb_to_recordset(:#bounces::jsonb) as a (id bigint, mail_month date, blocks text)
)
select distinct v.id, v.mail_month::text as mail_month, v.account_id, v.kind, coalesce(v.status, '') as status,
    coalesce(v.reason, '') as diagnose_text, jsonb_exists_any(v.detail, array['elsewhere', 'own_postfix']) as elsewhere
from asked a
join email_event f on f.mail_month = a.mail_month and f.id = a.id
join email m on m.id = f.email_id
join blocked_email b on b.account_id = f.account_id and b.from_email = m.sender and b.recipient = lower(m.recipient)
    and b.event_id = f.id and b.reason = 'HARD_BOUNCED'
join email e on e.account_id = b.account_id and lower(e.recipient) = b.recipient and e.sender = b.from_email
join email_event v on v.mail_month = e.mail_month and v.email_id = e.id and v.kind = 'HARD_BOUNCED'
where a.blocks is null and jsonb_exists(v.detail, 'class')
    and not exists (select 1 from asked o where o.id = v.id)
