-- The work that a dead letter was about has been done.
delete from dead_letter where id = :#letterId
