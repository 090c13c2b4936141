-- Removes a user, unless the account would be left without an active administrator; its queues in the broker go later. The
-- administrators and the user are locked first, in the order of their ids: of two calls at the same time the second sees
-- what the first has done.
with locked as (
    select *
    from app_user
    where account_id = :#accountId and (id = :#targetId or role = 'FRONTEND_ADMIN' and active)
    order by id
    for update
),
target as (
    select * from locked where id = :#targetId
),
removed as (
    delete from app_user u
    using target t
    where u.id = t.id
        and (not (t.active and t.role = 'FRONTEND_ADMIN')
            or exists (select 1 from locked o where o.id <> t.id and o.active and o.role = 'FRONTEND_ADMIN'))
    returning u.id
),
noted as (
    insert into removed_user (user_id) select id from removed
)
select exists (select 1 from target) as found, exists (select 1 from removed) as removed
