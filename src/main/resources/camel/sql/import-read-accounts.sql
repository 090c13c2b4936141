-- Accounts of the original's database, with whatever columns its version has. Reads only; runs in that database.
select to_jsonb(a)::text as original from e_account a order by a.id
