-- Adds an address that takes mail in. Returns it, or nothing when it is there already.
insert into incoming_address (account_id, local_part)
values (:#accountId, :#localPart)
on conflict (account_id, local_part) do nothing
returning id
