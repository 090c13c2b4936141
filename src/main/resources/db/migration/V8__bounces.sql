-- Replies and bounces are judged by rules: who was blocked by which, and what is an operator's matter.

alter table send_request add column bcc text[] not null default '{}';
comment on column send_request.bcc is 'Further envelope recipients of each mail; what becomes of their copies counts for nobody';

alter table blocked_email add column rule text, add column rules_version text;
comment on column blocked_email.rule is 'The rule by which the reply of a mail server was judged; null of other blocks';
comment on column blocked_email.rules_version is 'Version of the file with that rule: what it says of itself, then the beginning of its hash';

create table alarm (
    id bigint generated always as identity primary key,
    account_id bigint not null,
    class text not null,
    rule text not null,
    hour timestamptz not null,
    mails bigint not null,
    recipient_domain text not null,
    status text not null,
    reply text not null,
    email_id bigint not null,
    last_at timestamptz not null default now(),
    claimed_until timestamptz,
    told_at timestamptz,
    unique (account_id, rule, class, hour)
);
comment on table alarm is 'Mail servers refuse mail because of us: a row for each hour in which a rule found so';
comment on column alarm.class is 'What the replies mean, see docs/bounces.md';
comment on column alarm.recipient_domain is 'Of the mail whose reply is shown, which is the last one';
comment on column alarm.claimed_until is 'Until then one webserver is telling it';
comment on column alarm.told_at is 'When it was told to the log, the metrics and the exchange events';
create index alarm_untold on alarm (id) where told_at is null;

alter table address_event add column judged boolean not null default false;
comment on column address_event.judged is 'Judging bounces of the past again has done it, and nobody by hand';

create function bare_address(address text) returns text
language sql immutable parallel safe
return regexp_replace(lower(address), '^"([a-z0-9!#$%&''*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&''*+/=?^_`{|}~-]+)*)"@', '\1@');
comment on function bare_address is
    'In lower case and without needless quotes around the local part (RFC 5321 section 4.1.2), as Postfix writes it in its log';

-- there is nothing to look at from before; nobody looks through a whole table at the first start
update watch set watched_until = now() where name = 'queued-overdue' and watched_until = '-infinity';
alter table watch add column claimed_until timestamptz;
comment on column watch.claimed_until is 'Until then one webserver is telling what it has found';
