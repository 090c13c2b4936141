-- Stores one message.
insert into message(text) values (:#${body})
