-- How many events and hits no partition was there for; more than 0 is an alarm. Reads only, and only as far as it must.
select (select count(*) from (select 1 from email_event_default limit 1000) e)
    + (select count(*) from (select 1 from hit_default limit 1000) h)
