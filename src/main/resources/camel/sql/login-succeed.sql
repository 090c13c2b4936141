-- An attempt was right: the login's failures are forgotten, and its address has one less.
with login as (
    delete from login_attempt where kind = 'login' and subject = sha256(convert_to(lower(:#login), 'UTF8'))
)
update login_attempt
set failures = greatest(failures - 1, 0)
where kind = 'address' and subject = sha256(convert_to(:#address, 'UTF8'))
