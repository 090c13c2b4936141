-- Puts a mail that could not be composed back into the outbox, due now; its dead letter goes. Returns how many: none when
-- the mail is not there any more.
with letter as (
    select d.id, convert_from(d.payload, 'UTF8')::jsonb as mail, d.account_id from dead_letter d where d.id = :#letterId
),
known as (
    select l.id as letter_id, e.id, e.account_id, e.mail_month, coalesce((l.mail ->> 'lane')::smallint, 0) as lane
    from letter l
    join email e on e.id = (l.mail ->> 'email_id')::bigint and e.account_id = l.account_id
),
put as (
    insert into outbox (email_id, account_id, mail_month, lane, due_at, first_due_at)
    select id, account_id, mail_month, lane, now(), now() from known
    on conflict do nothing
),
done as (
    delete from dead_letter d using known k where d.id = k.letter_id
)
select count(*) as done from known
