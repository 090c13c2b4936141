-- All accounts. Reads only.
select id from account order by id
