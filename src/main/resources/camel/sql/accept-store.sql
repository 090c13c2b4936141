-- Stores one accepted request: the request once, contents of attachments (which come joined) once per content, a mail per
-- recipient, and an outbox row for each recipient that is not blocked. Returns one row: the request's id, whether it is due
-- later and, in the order of the recipients, the ids of the mails and why each is rejected (null when it is not).
-- With an idempotency key that is in use nothing is stored and nothing returned: accept-repeat.sql tells what became of
-- the first request. A call with the same key at the same moment waits here until the other is committed.
with new_id as materialized (
    select nextval('send_request_id_seq') as id
),
first_use as (
    insert into idempotency_key (account_id, key, hash, request_id, kept_until)
    select :#accountId, :#idempotencyKey::text, :#idempotencyHash::bytea, id,
        greatest(now(), :#dueAt::timestamptz) + interval '24 hours'
    from new_id
    where :#idempotencyKey::text is not null
    on conflict (account_id, key)
        do update set hash = excluded.hash, request_id = excluded.request_id, kept_until = excluded.kept_until
        where idempotency_key.kept_until < now()
    returning request_id
),
fresh as (
    select id from new_id where :#idempotencyKey::text is null or exists (select 1 from first_use)
),
request as (
    insert into send_request (id, account_id, user_id, from_email, recipient_override, tags, bcc, subject, size_bytes, body)
    overriding system value
    select id, :#accountId, :#userId, :#fromEmail, :#recipientOverride, :#tags::text[], :#bcc::text[], :#subject, :#sizeBytes, :#request
    from fresh
    returning id, created_at
),
content as (
    select hash, substring(all_contents from first_byte for length) as content
    from (
        select hash, length, (1 + sum(length) over (order by position) - length)::int as first_byte
        from unnest(:#attachmentHashes::bytea[], :#attachmentLengths::int[])
            with ordinality as a (hash, length, position)) part
    cross join (select :#attachmentContents::bytea as all_contents) joined
    cross join fresh
),
stored_content as (
    insert into attachment (hash, content)
    select hash, content from content order by hash
    on conflict do nothing
),
content_use as (
    insert into request_attachment (request_id, hash)
    select request.id, content.hash from request cross join content
),
recipient as (
    select *
    from rows from (jsonb_to_recordset(:#recipients::jsonb)
        as (address text, name text, subject text, vars jsonb, metadata jsonb, auto_mail_id uuid))
        with ordinality as r (address, name, subject, vars, metadata, auto_mail_id, position)
),
mail as (
    insert into email (account_id, request_id, auto_mail_id, mail_month, recipient, recipient_name, subject, vars, metadata,
        sender, tags, rejected)
    select :#accountId, request.id, r.auto_mail_id, date_trunc('month', now() at time zone 'UTC')::date,
        r.address, r.name, r.subject, r.vars, r.metadata,
        lower(:#fromEmail), nullif(:#tags::text[], '{}'), b.reason
    from recipient r
    cross join request
    left join blocked_email b
        on b.account_id = :#accountId and b.from_email = lower(:#fromEmail) and b.recipient = lower(r.address)
    order by r.position
    returning id, mail_month, rejected
),
queued as (
    insert into outbox (email_id, account_id, mail_month, lane, due_at, first_due_at)
    select id, :#accountId, mail_month, :#lane, coalesce(:#dueAt::timestamptz, now()), coalesce(:#dueAt::timestamptz, now())
    from mail
    where rejected is null
    order by id
)
select request.id as request_id, coalesce(:#dueAt::timestamptz > request.created_at, false) as scheduled,
    array_agg(mail.id order by mail.id) as email_ids, array_agg(mail.rejected order by mail.id) as rejected
from mail cross join request
group by request.id, request.created_at
