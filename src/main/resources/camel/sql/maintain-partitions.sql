-- Makes the partitions of events and of hits of this month and the three that follow, those that are missing.
select make_event_partitions(3) + make_hit_partitions(3)
