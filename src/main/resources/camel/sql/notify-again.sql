-- Lets an event that could not be published be published again; its dead letter goes. Returns how many: none when the
-- event is not there any more.
with letter as (
    select d.id, d.account_id, (d.event ->> 'event_id')::bigint as event_id
    from (
        select id, account_id, convert_from(payload, 'UTF8')::jsonb as event from dead_letter where id = :#letterId) d
),
known as (
    select l.id as letter_id, v.id, v.mail_month
    from letter l
    join email_event v on v.id = l.event_id and v.account_id = l.account_id
    union all
    select l.id, v.id, null
    from letter l
    join address_event v on v.id = l.event_id and v.account_id = l.account_id
),
put as (
    insert into event_outbox (event_id, mail_month) select id, mail_month from known
    on conflict do nothing
),
done as (
    delete from dead_letter d using known k where d.id = k.letter_id
)
select count(*) as done from known
