-- Changes of an address's block state, told to clients like events of mails.

create table address_event (
    id bigint primary key default nextval('email_event_id_seq'),
    account_id bigint not null references account (id),
    from_email text not null,
    recipient text not null,
    old_reason text check (old_reason in ('UNSUBSCRIBED', 'SPAM_MARKED', 'HARD_BOUNCED')),
    new_reason text check (new_reason in ('UNSUBSCRIBED', 'SPAM_MARKED', 'HARD_BOUNCED')),
    occurred_at timestamptz not null default now()
);
comment on table address_event is 'Append-only: a pair of sender and recipient was blocked (new_reason) or unblocked (old_reason)';
create index address_event_account on address_event (account_id, id);

alter table event_outbox alter column mail_month drop not null;
comment on column event_outbox.mail_month is 'Of an event of a mail; null for a change of an address''s block state';
