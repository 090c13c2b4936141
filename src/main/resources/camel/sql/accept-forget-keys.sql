-- Forgets idempotency keys whose time is over.
delete from idempotency_key where kept_until < now()
