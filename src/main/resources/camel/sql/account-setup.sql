-- Makes the account of a mail domain that is new, with the users of its first node and its first administrator and the
-- catch-all incoming address. Returns the account, or nothing when it is there already.
with made as (
    insert into account (mail_domain) values (:#mailDomain) on conflict do nothing returning id
),
node as (
    insert into app_user (account_id, role, token_hash) select id, 'BACKEND', :#nodeTokenHash from made
),
admin as (
    insert into app_user (account_id, role, token_hash) select id, 'FRONTEND_ADMIN', :#adminTokenHash from made
),
catch_all as (
    insert into incoming_address (account_id, local_part) select id, '' from made
)
select id from made
