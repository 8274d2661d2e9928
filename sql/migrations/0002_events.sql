-- What was stored. Reached through claim.received_at and event_id, so that one partition is read.
create table event (
  received_at timestamptz not null,
  event_id uuid not null,
  producer text not null,
  source text not null,
  source_id text not null,
  type text not null,
  subject text,
  user_id text not null,
  correlation_id text not null,
  "time" timestamptz,
  -- As the producer wrote it: timestamptz keeps neither the offset nor nanoseconds.
  time_text text,
  dataschema text,
  extensions jsonb,
  traceparent text,
  fingerprint bytea not null,
  payload_bytes integer not null,
  data jsonb not null,
  primary key (received_at, event_id),
  constraint event_fingerprint_is_sha256 check (octet_length(fingerprint) = 32),
  constraint event_payload_bytes_are_counted check (payload_bytes >= 0),
  constraint event_time_has_its_text check (("time" is null) = (time_text is null))
) partition by range (received_at);

-- An insert never fails for want of a partition; upkeep moves the rows to where they belong.
create table event_default partition of event default;

comment on table event is 'Every event once, by month of receipt (UTC).';
comment on column event.source_id is 'The id that the producer gave: with producer and source the identity.';
comment on column event.fingerprint is 'SHA-256 of the canonical payload (RFC 8785).';
comment on column event.payload_bytes is 'UTF-8 bytes of the canonical payload.';

-- Who came first. Not partitioned: a unique index on a partitioned table must hold the partition
-- key, and deduplication would silently stop. Every row is updated once, when it is notified, so
-- pages keep room for that version to stay beside the first and the index untouched (HOT).
create table claim (
  event_id uuid primary key,
  producer text not null,
  fingerprint bytea not null,
  type text not null,
  acceptance_id uuid not null,
  received_at timestamptz not null,
  duplicates integer not null default 0,
  conflicts integer not null default 0,
  -- The latest acceptances that were counted, newest first, so that a redelivery of one is not
  -- counted again.
  counted_acceptances uuid[] not null default '{}',
  persisted_at timestamptz not null default now(),
  notified_at timestamptz,
  constraint claim_fingerprint_is_sha256 check (octet_length(fingerprint) = 32)
) with (
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05
);

-- Claims arrive in the order of receipt, which a block range index follows at almost no cost; only
-- the purge reads it.
create index claim_received_at on claim using brin (received_at) with (autosummarize = on);

comment on table claim is 'One row per event id: content, counters and times of its receipt.';

-- Pending notifications only; empty when all is well. Rows live for milliseconds, so vacuum follows
-- the number of dead rows, not the size of the table, and does not pause.
create table outbox (
  event_id uuid primary key,
  received_at timestamptz not null,
  lease_until timestamptz not null,
  persisted_at timestamptz not null default now()
) with (
  autovacuum_vacuum_scale_factor = 0,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 10000,
  autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0,
  autovacuum_analyze_threshold = 10000
);

create index outbox_lease_until on outbox (lease_until);

comment on table outbox is 'Events that are stored and not yet announced.';

-- What was judged. No constraint on content: writing it must never fail.
create table dead_event (
  message_id text primary key,
  event_id uuid,
  acceptance_id uuid,
  producer text,
  received_at timestamptz,
  fingerprint bytea,
  failure_type text not null,
  failure_reason text not null,
  attempts integer not null,
  correlation_id text not null,
  dead_at timestamptz not null default now()
);

create index dead_event_event_id on dead_event (event_id);

comment on table dead_event is 'Messages that were dead-lettered, for receipts and statistics.';

grant select, insert on event, claim, outbox to fluxa_processor;
grant update (duplicates, conflicts, counted_acceptances, notified_at) on claim to fluxa_processor;
grant update (lease_until) on outbox to fluxa_processor;
grant delete on outbox to fluxa_processor;
grant insert on dead_event to fluxa_processor;

grant select on event, claim, outbox, dead_event to fluxa_query;
