-- Which of the open streams belong to users who are gone or not active any more, or of whose credentials one has been
-- withdrawn since. Reads only.
select s.stream_id
from jsonb_to_recordset(:#${body}::jsonb) as s (stream_id text, user_id bigint, credentials_version int)
left join app_user u on u.id = s.user_id and u.active and u.credentials_version = s.credentials_version
where u.id is null
