-- The SHA-256 of the users' tokens of the original's database, which keeps them encrypted by pgcrypto. A wrong key fails.
-- Reads only; runs in that database: no token leaves it.
select u.id, encode(digest(pgp_sym_decrypt(u.api_token, :#key), 'sha256'), 'hex') as token_hash
from e_user u
where u.api_token is not null
