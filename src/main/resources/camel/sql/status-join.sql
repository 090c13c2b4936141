-- Early status reports whose queue id has been stored since (each statement missed the other's row), a thousand at a time;
-- what has missed its moment for an hour is looked at again only after 7 days. Reads only: status-store.sql tells them and
-- takes them away.
select s.account_id, s.queue_id, s.recipient, s.cause, s.status, s.diagnose_text, s.reason,
    to_char(s.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as occurred_at
from early_status s
join mta_queue q on q.account_id = s.account_id and q.queue_id = s.queue_id and q.recipient = s.recipient
where s.received_at > now() - interval '1 hour' or s.received_at < now() - interval '7 days'
order by s.received_at
limit :#page
