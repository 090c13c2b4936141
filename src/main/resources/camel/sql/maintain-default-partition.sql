-- How many events no partition was there for; more than 0 is an alarm. Reads only, and only as far as it must.
select count(*) from (select 1 from email_event_default limit 1000) d
