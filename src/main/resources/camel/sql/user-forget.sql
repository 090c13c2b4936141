-- Forgets removed users whose queues are gone.
delete from removed_user where user_id = any(:#userIds::bigint[])
