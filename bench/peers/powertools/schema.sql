-- The attributes of the library's own table in DynamoDB.
create table idempotency (
  id text primary key,
  status text not null,
  expiration bigint,
  in_progress_expiration bigint,
  data jsonb,
  validation text
);
grant select, insert, update, delete on idempotency to fluxa_processor;
