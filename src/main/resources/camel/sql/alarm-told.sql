-- Alarms have been told.
update alarm set told_at = now() where id = any(:#alarmIds::bigint[]) and told_at is null
