-- Users whose queues have to go. Only those removed a while ago: by then no webserver has a stream of theirs any more that
-- could make its queue again. Reads only.
select user_id from removed_user where removed_at < now() - make_interval(secs => :#graceSeconds)
