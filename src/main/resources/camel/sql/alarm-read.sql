-- Alarms that nobody has been told of yet, oldest first. Reads only.
select l.id, l.account_id, a.mail_domain, l.class, l.rule, l.mails, l.recipient_domain, l.status, l.reply, l.email_id,
    to_char(l.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour
from alarm l
join account a on a.id = l.account_id
where l.told_at is null
order by l.id
limit 100
