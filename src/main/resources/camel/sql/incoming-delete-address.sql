-- Deletes an address that takes mail in. Returns it, or nothing when it is not there.
delete from incoming_address where account_id = :#accountId and local_part = :#localPart
returning id
