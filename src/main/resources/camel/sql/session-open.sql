-- A node's stream opened here: from now on the account's mail is released.
insert into node_session (id, account_id, webserver) values (:#sessionId::uuid, :#accountId, :#webserver)
on conflict (id) do nothing
