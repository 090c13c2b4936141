-- Blocked pairs of an account after a given one, a page at a time. Reads only.
select id, from_email, recipient, reason, rule, rules_version
from blocked_email
where account_id = :#accountId and id > :#afterId
order by id
limit :#page
