-- Users that log in and are managed by clients; the block list as clients read it.

alter table app_user add column credentials_version int not null default 1;
comment on column app_user.credentials_version is
    'Raised when a credential is withdrawn: login tokens and streams of an earlier version end';
alter table app_user add check (login = lower(login));
alter table app_user add check (role <> 'BACKEND' or login is null and password_hash is null);

create table removed_user (
    user_id bigint primary key,
    removed_at timestamptz not null default now()
);
comment on table removed_user is 'Users whose queues in the broker have yet to go';

create table login_attempt (
    kind text not null check (kind in ('login', 'address')),
    subject bytea not null,
    failures int not null default 1,
    blocked_until timestamptz not null default '-infinity',
    updated_at timestamptz not null default now(),
    primary key (kind, subject)
);
comment on table login_attempt is 'Failed logins of the last hour';
comment on column login_attempt.subject is
    'SHA-256 of the login or of the client''s address: people type passwords into the wrong field';
create index login_attempt_updated on login_attempt (updated_at);

create index blocked_email_account on blocked_email (account_id, id);
create index blocked_email_recipient on blocked_email (account_id, recipient);
