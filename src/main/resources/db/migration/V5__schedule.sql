-- The same request accepted once, however often it is sent; scheduled mail under control.

create table idempotency_key (
    account_id bigint not null references account (id),
    key text not null,
    hash bytea not null,
    request_id bigint not null,
    kept_until timestamptz not null,
    primary key (account_id, key)
);
comment on table idempotency_key is 'Requests that were sent with a key: sent again, they are answered as the first time';
comment on column idempotency_key.hash is 'SHA-256 of the request; another request with the same key is refused';
comment on column idempotency_key.kept_until is 'A day after the request, or after its mail is due';
create index idempotency_key_kept on idempotency_key (kept_until);
create index idempotency_key_request on idempotency_key (request_id);

alter table email add column rejected text check (rejected in ('UNSUBSCRIBED', 'SPAM_MARKED', 'HARD_BOUNCED'));
comment on column email.rejected is 'Why the recipient was blocked when the mail was accepted; such a mail is not sent';

drop index outbox_due;
create index outbox_due on outbox (account_id, lane, due_at, email_id);

alter table outbox add column offered boolean not null default false;
comment on column outbox.offered is 'A node may have the mail: it was claimed, and the node has not said that it could not take it';
