-- What was seen, and how far it came.
create table processed_event (
  event_id uuid primary key,
  status text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
grant select, insert, update on processed_event to fluxa_processor;
