-- Claims alarms that nobody has been told of for 15 seconds, so that one webserver tells each; one that is not told by then
-- is claimed again. Returns them, oldest first.
with claimed as (
    update alarm
    set claimed_until = now() + interval '15 seconds'
    where id in (
        select id from alarm
        where told_at is null and (claimed_until is null or claimed_until < now())
        order by id
        limit 100
        for update skip locked)
    returning *
)
select l.id, l.account_id, a.mail_domain, l.class, l.rule, l.mails, l.recipient_domain, l.status, l.reply, l.email_id,
    to_char(l.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as hour
from claimed l
join account a on a.id = l.account_id
order by l.id
