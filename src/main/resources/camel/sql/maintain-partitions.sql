-- Makes the event partitions of this month and the three that follow, those that are missing.
select make_event_partitions(3)
