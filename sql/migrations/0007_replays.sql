-- Who announced stored events again, which, and how far it came: at once the state that a replay is
-- resumed from after a kill, and its record for ever.
create table replay (
  id uuid primary key,
  selection jsonb not null,
  rate integer not null,
  actor text not null,
  state text not null default 'running',
  reason text,
  detail text,
  run integer not null default 1,
  -- The last event that was looked at, in the order of receipt; at first the moment before all of them.
  reached_received_at timestamptz not null,
  reached_event_id uuid not null default '00000000-0000-0000-0000-000000000000',
  announced bigint not null default 0,
  refused bigint not null default 0,
  started_at timestamptz not null default now(),
  heartbeat_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint replay_has_a_known_state check (state in ('running', 'stopped', 'finished')),
  constraint replay_ends_unless_it_runs check ((state = 'running') = (ended_at is null))
);

-- Subscribers get what several replays announce together: the rate of one is what was meant for them.
create unique index replay_one_at_a_time on replay ((true)) where state = 'running';
create index replay_started_at on replay (started_at);

comment on table replay is 'Replays of stored events: selection, state, counters, who and when.';
comment on column replay.run is 'Raised by each resume, so that a process that was given up cannot go on.';

grant select, insert, update on replay to fluxa_operator;
grant select on replay to fluxa_query;
