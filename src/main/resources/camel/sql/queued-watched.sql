-- Notes that all mails of before this time have been looked at, and what was found has been told.
update watch set watched_until = :#until::timestamptz, claimed_until = null
where name = 'queued-overdue' and watched_until < :#until::timestamptz
