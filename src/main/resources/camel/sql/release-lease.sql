-- Leases due mails of every account that has a live node session, up to the account's window, single sends before bulk
-- sends. A mail whose recipient has been blocked meanwhile leaves the outbox with a HARD_BOUNCED event instead. Leases
-- that have ended are free again for the next run. Returns the leased ones: account, mail, number of the lease.
with live as (
    select distinct account_id from node_session where seen_at > now() - interval '60 seconds'
),
ended as (
    update outbox
    set leased_until = '-infinity'
    where email_id = any(array(
        select o.email_id from live join outbox o using (account_id)
        where o.leased_until > '-infinity' and o.leased_until < now()
        limit :#window
        for update of o skip locked))
),
room as (
    select live.account_id, greatest(0, :#window - leased.mails) as free, greatest(0, :#bulkWindow - leased.mails) as bulk_free
    from live cross join lateral (
        select count(*) as mails from outbox o
        where o.account_id = live.account_id and o.leased_until > '-infinity' and o.leased_until >= now()) as leased
),
single as (
    select room.account_id, due.email_id from room cross join lateral (
        select o.email_id from outbox o
        where o.account_id = room.account_id and o.lane = 0 and o.due_at <= now() and o.leased_until = '-infinity'
        order by o.due_at
        limit room.free
        for update skip locked) as due
),
bulk as (
    select due.email_id from room cross join lateral (
        select o.email_id from outbox o
        where o.account_id = room.account_id and o.lane = 1 and o.due_at <= now() and o.leased_until = '-infinity'
        order by o.due_at
        limit least(room.bulk_free, room.free - (select count(*) from single s where s.account_id = room.account_id))
        for update skip locked) as due
),
due as (
    select d.email_id, e.account_id, e.mail_month, b.reason as blocked
    from (select email_id from single union all select email_id from bulk) d
    cross join lateral (
        select m.account_id, m.mail_month, m.recipient, r.from_email
        from email m join send_request r on r.id = m.request_id
        where m.id = d.email_id
        limit 1) e
    left join lateral (
        select reason from blocked_email
        where account_id = e.account_id and from_email = lower(e.from_email) and recipient = lower(e.recipient)
        limit 1) b on true
),
dropped as (
    delete from outbox where email_id = any(array(select email_id from due where blocked is not null))
),
told as (
    insert into email_event (mail_month, email_id, account_id, cause, kind, status, reason)
    select mail_month, email_id, account_id, 'blocked', 'HARD_BOUNCED', '5.7.1',
        'not sent: ' || case blocked when 'HARD_BOUNCED' then 'the address has hard bounced before'
            when 'SPAM_MARKED' then 'the recipient has complained' else 'the recipient has unsubscribed' end
    from due
    where blocked is not null
    on conflict do nothing
    returning id, mail_month
),
to_publish as (
    insert into event_outbox (event_id, mail_month) select id, mail_month from told
)
update outbox
set leased_until = now() + make_interval(secs => :#leaseSeconds), attempt = attempt + 1, claimed_at = null
where email_id = any(array(select email_id from due where blocked is null))
returning account_id, email_id, attempt
