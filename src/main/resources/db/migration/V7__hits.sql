-- What readers do with mails, as it came in: loads of the pixel, clicks, unsubscribes, reports of abuse.

create table hit (
    id uuid not null,
    received_at timestamptz not null,
    account_id bigint,
    email_id bigint,
    mail_month date,
    kind text not null check (kind in ('OPENED', 'CLICKED', 'UNSUBSCRIBED', 'REPORTED_ABUSE')),
    method text not null,
    address text,
    agent text,
    url text,
    message text,
    verdict text check (verdict in ('HUMAN', 'PREFETCH_PROXY', 'SCANNER', 'UNKNOWN')),
    rule text,
    primary key (received_at, id)
)
partition by range (received_at);
comment on table hit is 'Every request to a link of a mail, kept raw; partitioned by the month (UTC) in which it came';
comment on column hit.id is 'Made when the request came in, so that the same hit is stored once however often it is handed on';
comment on column hit.email_id is 'Null when there is no such mail';
comment on column hit.mail_month is 'Partition of email_event that has the mail''s events';
comment on column hit.method is 'HTTP method; HEAD is no event';
comment on column hit.message is 'What the reporter of abuse has written';
comment on column hit.verdict is 'Who is behind an open or a click, by the rules of the day; null of other kinds';
comment on column hit.rule is 'The rule that gave the verdict';
create index hit_email on hit (email_id, received_at);

create table hit_default partition of hit default;
comment on table hit_default is 'Catches what has no partition; rows here mean that partitions were not made in time';

create function make_hit_partitions(months_ahead int) returns int
language plpgsql
as $$
declare
    first_moment timestamp;
    partition_name text;
    made int := 0;
begin
    for month in 0..months_ahead loop
        first_moment := date_trunc('month', now() at time zone 'UTC') + make_interval(months => month);
        partition_name := 'hit_' || to_char(first_moment, 'YYYY_MM');
        if to_regclass(partition_name) is null then
            execute format('create table %I partition of hit for values from (%L) to (%L)',
                partition_name, first_moment at time zone 'UTC', (first_moment + interval '1 month') at time zone 'UTC');
            made := made + 1;
        end if;
    end loop;
    return made;
end
$$;
select make_hit_partitions(3);

comment on column blocked_email.event_id is 'The event of a mail that blocked the pair; null when a client did';
