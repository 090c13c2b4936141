-- Asks the webservers to retry dead letters: those of the ids, else those of the stage, else all. Returns their ids.
update dead_letter
set retry_requested_at = now(), retry_outcome = null
where (:#ids::bigint[] is null or id = any(:#ids::bigint[])) and (:#stage::text is null or stage = :#stage)
returning id
