-- Users that came from the original's database.

alter table app_user add column imported_id numeric;
comment on column app_user.imported_id is 'Id of the user in the database it was imported from';
create unique index app_user_imported on app_user (account_id, imported_id);
