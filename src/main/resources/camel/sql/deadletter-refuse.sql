-- A dead letter cannot be retried, or the retry failed: it stays, with the reason.
update dead_letter
set retry_requested_at = null, retry_outcome = left(:#outcome, 2000)
where id = :#letterId
