-- Drops dead letters for good: those of the ids, else those of the stage, else all. Returns their ids.
delete from dead_letter
where (:#ids::bigint[] is null or id = any(:#ids::bigint[])) and (:#stage::text is null or stage = :#stage)
returning id
