-- Addresses of an account that take mail in, after a given one, a page at a time. Reads only.
select id, local_part
from incoming_address
where account_id = :#accountId and id > :#afterId
order by id
limit :#page
