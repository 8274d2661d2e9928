-- The operator reads everything and writes only its own redrives. Roles belong to the whole server,
-- so another database may have made this one, or be making it now.
do $$
begin
  create role fluxa_operator login;
exception
  when duplicate_object or unique_violation then null;
end
$$;

-- On RDS the role logs in with an IAM token instead of a password.
do $$
begin
  if not exists (select from pg_roles where rolname = 'rds_iam') then
    return;
  end if;
  if not pg_has_role('fluxa_operator', 'rds_iam', 'member') then
    begin
      grant rds_iam to fluxa_operator;
    exception
      when unique_violation then null;
    end;
  end if;
end
$$;

do $$
begin
  execute format('grant connect on database %I to fluxa_operator', current_database());
end
$$;

grant usage on schema public to fluxa_operator;

-- Who sent dead events back, which, and what became of them: at once the state that a redrive is
-- resumed from after a kill, and its record for ever.
create table redrive (
  id uuid primary key,
  -- Account and name of the queues, as their addresses may change.
  source text not null,
  target text not null,
  filter jsonb not null,
  pace jsonb not null,
  actor text not null,
  -- Whether this database learns what becomes of the messages; of a subscriber's it does not.
  follows boolean not null,
  state text not null default 'running',
  reason text,
  detail text,
  run integer not null default 1,
  cut_off timestamptz not null,
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now(),
  ended_at timestamptz,
  sent integer not null default 0,
  stored integer not null default 0,
  duplicates integer not null default 0,
  dead integer not null default 0,
  constraint redrive_has_a_known_state check (state in ('running', 'stopped', 'finished')),
  constraint redrive_ends_unless_it_runs check ((state = 'running') = (ended_at is null))
);

-- Two redrives of one queue would take each other's letters.
create unique index redrive_one_per_queue on redrive (source) where state = 'running';
create index redrive_started_at on redrive (started_at);

comment on table redrive is 'Redrives of dead events: filter, state, counters, who and when.';
comment on column redrive.run is 'Raised by each resume, so that a process that was given up cannot go on.';
comment on column redrive.cut_off is 'Letters sent to the source after this are left, as they may have died of this redrive.';

-- What each redrive sent back. No constraint on content, as for dead_event.
create table redriven (
  redrive_id uuid not null references redrive on delete cascade,
  letter_id text not null,
  run integer not null,
  message_id text not null,
  event_id uuid,
  acceptance_id uuid,
  fingerprint bytea,
  type text,
  sent_at timestamptz not null default now(),
  fate text,
  primary key (redrive_id, letter_id),
  constraint redriven_has_a_known_fate check (fate in ('stored', 'duplicate', 'dead'))
);

create index redriven_undecided on redriven (redrive_id) where fate is null;
create index redriven_event_id on redriven (event_id);

comment on table redriven is 'One row per letter that a redrive sent back.';
comment on column redriven.letter_id is 'Message id in the dead-letter queue.';
comment on column redriven.message_id is 'Message id in the queue that it was sent to.';

grant select on event, claim, outbox, dead_event to fluxa_operator;
grant select, insert, update on redrive to fluxa_operator;
grant select, insert, update, delete on redriven to fluxa_operator;

grant select on redrive, redriven to fluxa_query;
