-- Keeps a dead letter.
insert into dead_letter (account_id, stage, route, cause, payload, payload_type)
values (:#accountId::bigint, :#stage, :#route, left(:#cause, 2000), :#payload, :#payloadType)
