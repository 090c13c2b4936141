-- Alarms since a time, newest first. Reads only.
select to_char(l.hour at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as hour, a.mail_domain, l.class, l.rule, l.mails,
    l.recipient_domain, l.status, l.reply
from alarm l
join account a on a.id = l.account_id
where l.last_at >= :#since::timestamptz
order by l.hour desc, l.mails desc, l.id
limit :#limit
