-- Forgets failed logins that count no more.
delete from login_attempt where updated_at < now() - interval '1 hour' and blocked_until < now()
