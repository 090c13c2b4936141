-- Changes what is given of an account's settings, and returns them.
update account
set base_url = case when :#setBaseUrl::boolean then :#baseUrl::text else base_url end
where id = :#accountId
returning mail_domain, base_url
