-- The foundation: accounts and their users, accepted mail, the outbox, events, and what keeps them from getting lost.

create table account (
    id bigint generated always as identity primary key,
    mail_domain text not null unique check (mail_domain = lower(mail_domain)),
    base_url text,
    created_at timestamptz not null default now()
);
comment on table account is 'One mail domain; made at start for each of MAIL_DOMAINS';

create table app_user (
    id bigint generated always as identity primary key,
    account_id bigint not null references account (id),
    role text not null check (role in ('BACKEND', 'FRONTEND', 'FRONTEND_ADMIN')),
    login text unique,
    password_hash text,
    token_hash bytea unique,
    recipient_override text,
    active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
);
comment on column app_user.token_hash is 'SHA-256 of the random API token';
create index app_user_account on app_user (account_id);

create table incoming_address (
    id bigint generated always as identity primary key,
    account_id bigint not null references account (id),
    local_part text not null,
    created_at timestamptz not null default now(),
    unique (account_id, local_part)
);
comment on column incoming_address.local_part is 'Empty: whatever no other address of the domain takes (catch-all)';

create table send_request (
    id bigint generated always as identity primary key,
    account_id bigint not null,
    user_id bigint not null,
    from_email text not null,
    recipient_override text,
    tags text[] not null default '{}',
    subject text not null,
    size_bytes int not null,
    body bytea not null,
    created_at timestamptz not null default now()
);
comment on column send_request.size_bytes is 'About how large one composed mail of it is';
comment on column send_request.body is 'OutgoingEmail without recipients; data of an attachment is the SHA-256 of its content';

create table attachment (
    hash bytea primary key,
    content bytea not null,
    created_at timestamptz not null default now()
);
alter table attachment alter column content set storage external;

create table request_attachment (
    request_id bigint not null,
    hash bytea not null,
    primary key (request_id, hash)
);
create index request_attachment_hash on request_attachment (hash);

create table email (
    id bigint generated always as identity primary key,
    account_id bigint not null,
    request_id bigint not null,
    auto_mail_id uuid not null unique,
    mail_month date not null,
    recipient text not null,
    recipient_name text,
    subject text,
    vars jsonb,
    metadata jsonb,
    created_at timestamptz not null default now()
);
comment on table email is 'One mail to one recipient; its Message-ID is <auto_mail_id@mail domain>, its envelope sender bounce-<auto_mail_id>';
comment on column email.recipient is 'Its domain in ASCII and lower case, as log lines and bounces will write it';
comment on column email.subject is 'Where the template makes another one of the request''s subject for this recipient';
create index email_request on email (request_id);
create index email_recipient on email (account_id, lower(recipient));

create table outbox (
    email_id bigint primary key,
    account_id bigint not null,
    mail_month date not null,
    lane smallint not null,
    due_at timestamptz not null,
    first_due_at timestamptz not null,
    leased_until timestamptz not null default '-infinity',
    attempt int not null default 0,
    claimed_at timestamptz,
    postponed int not null default 0,
    last_cause text
)
with (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_cost_delay = 0
);
comment on table outbox is 'Mails that Postfix does not have yet; a row goes when Postfix has queued the mail or its outcome is known';
comment on column outbox.lane is '0 single sends, 1 bulk sends: so that a password reset never waits behind a newsletter';
comment on column outbox.attempt is 'Number of the lease; a copy in the broker with another number is dropped';
create index outbox_due on outbox (account_id, lane, due_at) where leased_until = '-infinity';
create index outbox_first_due on outbox (first_due_at);
create index outbox_leased on outbox (account_id, leased_until) where leased_until > '-infinity';

create table mta_queue (
    account_id bigint not null,
    queue_id text not null,
    recipient text not null,
    email_id bigint not null,
    mail_month date not null,
    created_at timestamptz not null default now(),
    primary key (account_id, queue_id, recipient)
);
comment on table mta_queue is 'Which mail a Postfix queue id and recipient (in lower case) stand for';
create index mta_queue_created on mta_queue using brin (created_at);

create table watch (
    name text primary key,
    watched_until timestamptz not null
);
comment on table watch is 'How far a watch that looks at everything once has got';
insert into watch (name, watched_until) values ('queued-overdue', '-infinity');

create table early_status (
    account_id bigint not null,
    queue_id text not null,
    recipient text not null,
    cause text not null,
    status text not null,
    diagnose_text text,
    reason text,
    received_at timestamptz not null default now(),
    primary key (account_id, queue_id, recipient, cause)
);
create index early_status_received on early_status (received_at);
comment on table early_status is 'Status reports whose queue id is not known yet; kept 7 days';

create sequence email_event_id_seq;

create table email_event (
    id bigint not null default nextval('email_event_id_seq'),
    mail_month date not null,
    email_id bigint not null,
    account_id bigint not null,
    cause text not null,
    kind text not null check (kind in
        ('SOFT_BOUNCED', 'HARD_BOUNCED', 'DELIVERED', 'QUEUED', 'OPENED', 'CLICKED', 'UNSUBSCRIBED', 'SPAM', 'REPORTED_ABUSE', 'CANCELLED')),
    occurred_at timestamptz not null default now(),
    status text,
    reason text,
    detail jsonb,
    primary key (mail_month, id),
    unique (mail_month, email_id, cause)
)
partition by range (mail_month);
comment on table email_event is 'Append-only history; partitioned by the month (UTC) in which the mail was accepted';
comment on column email_event.cause is 'What made the event; the same cause again adds nothing';
create index email_event_account on email_event (account_id, id);
alter sequence email_event_id_seq owned by email_event.id;

create table email_event_default partition of email_event default;
comment on table email_event_default is 'Catches what has no partition; rows here mean that partitions were not made in time';

create function make_event_partitions(months_ahead int) returns int
language plpgsql
as $$
declare
    first_day date;
    partition_name text;
    made int := 0;
begin
    for month in 0..months_ahead loop
        first_day := date_trunc('month', now() at time zone 'UTC')::date + make_interval(months => month);
        partition_name := 'email_event_' || to_char(first_day, 'YYYY_MM');
        if to_regclass(partition_name) is null then
            execute format('create table %I partition of email_event for values from (%L) to (%L)',
                partition_name, first_day, (first_day + interval '1 month')::date);
            made := made + 1;
        end if;
    end loop;
    return made;
end
$$;
select make_event_partitions(3);

create table event_outbox (
    event_id bigint primary key,
    mail_month date not null
)
with (
    fillfactor = 70,
    autovacuum_vacuum_scale_factor = 0.01,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_vacuum_cost_delay = 0
);
comment on table event_outbox is 'Events that the broker has not confirmed yet';

create table blocked_email (
    id bigint generated always as identity primary key,
    account_id bigint not null references account (id),
    from_email text not null check (from_email = lower(from_email)),
    recipient text not null check (recipient = lower(recipient)),
    reason text not null check (reason in ('UNSUBSCRIBED', 'SPAM_MARKED', 'HARD_BOUNCED')),
    event_id bigint,
    created_at timestamptz not null default now(),
    unique (account_id, from_email, recipient)
);

create table node_session (
    id uuid primary key,
    account_id bigint not null references account (id),
    webserver text not null,
    opened_at timestamptz not null default now(),
    seen_at timestamptz not null default now()
);
create index node_session_account on node_session (account_id, seen_at);

create table runner (
    name text primary key,
    holder text not null,
    held_until timestamptz not null
);
comment on table runner is 'Work that one webserver does at a time; whoever holds the name and renews it in time';

create table user_stream (
    user_id bigint primary key references app_user (id) on delete cascade,
    account_id bigint not null,
    acknowledged_event_id bigint not null,
    replay_after_id bigint,
    replay_up_to_id bigint,
    updated_at timestamptz not null default now()
);
comment on table user_stream is 'How far a user''s notification streams have acknowledged; where a replay begins when its queue is gone';
comment on column user_stream.replay_after_id is 'Events after it, up to replay_up_to_id, have yet to be replayed and acknowledged';

create table dead_letter (
    id bigint generated always as identity primary key,
    account_id bigint,
    occurred_at timestamptz not null default now(),
    stage text not null,
    route text,
    step text,
    cause text not null,
    payload bytea not null,
    payload_type text not null,
    retry_requested_at timestamptz,
    retried int not null default 0,
    retry_outcome text
);
comment on table dead_letter is 'What could not be used: nothing that was taken in is thrown away silently';
comment on column dead_letter.retry_requested_at is 'When a webserver may take it up; later than now while one is at it';
comment on column dead_letter.retry_outcome is 'Why the last retry could not do it';
create index dead_letter_retry on dead_letter (retry_requested_at) where retry_requested_at is not null;
