-- A node's stream ended here.
delete from node_session where id = :#sessionId::uuid
