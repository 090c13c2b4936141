-- A page of the opens and clicks that came at or after a time, after a given one, oldest first: what judging them again
-- needs. Reads only.
select h.id::text as id, h.received_at::text as received_at, h.kind, h.email_id, h.method, h.address, h.agent, h.url
from hit h
where h.received_at >= :#since::timestamptz and (h.received_at, h.id) > (:#afterTime::timestamptz, :#afterId::uuid)
    and h.kind in ('OPENED', 'CLICKED')
order by h.received_at, h.id
limit :#page
