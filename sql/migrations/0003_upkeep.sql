-- Upkeep owns nothing: it calls these functions, which act as the owner of the tables. Each gives
-- up after lock_timeout (SQLSTATE 55P03) rather than making writers queue behind it.

-- Creates the partition of every month from the current to months_ahead later, and of every month
-- that has rows in the default partition; returns how many were made.
create function create_event_partitions(months_ahead integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public, pg_temp
set timezone = 'UTC'
set lock_timeout = '2s'
as $$
declare
  month_start timestamptz;
  month_end timestamptz;
  partition_name text;
  created integer := 0;
begin
  if months_ahead not between 0 and 24 then
    raise exception 'months_ahead must be between 0 and 24';
  end if;

  -- Upkeeps take turns; before anything is read, or two of them would wait for each other.
  lock table public.event in share update exclusive mode;

  for month_start in
    select date_trunc('month', now()) + make_interval(months => ahead)
    from generate_series(0, months_ahead) as ahead
    union
    select date_trunc('month', received_at) from public.event_default
    order by 1
    limit 48
  loop
    partition_name := to_char(month_start, '"event_"YYYY_MM');
    continue when to_regclass(format('public.%I', partition_name)) is not null;
    month_end := month_start + interval '1 month';

    -- Writers of other partitions pass this lock; those of the default partition wait, so that no
    -- row can arrive there between the draining and the attaching.
    lock table public.event_default in access exclusive mode;

    execute format(
      'create table public.%I (like public.event including defaults including constraints including storage including compression including indexes)',
      partition_name
    );
    -- With this constraint ATTACH need not read the rows again.
    execute format(
      'alter table public.%I add constraint %I check (received_at >= %L and received_at < %L)',
      partition_name, partition_name || '_month', month_start, month_end
    );
    execute format(
      'with moved as (delete from public.event_default where received_at >= %L and received_at < %L returning *)
       insert into public.%I select * from moved',
      month_start, month_end, partition_name
    );
    execute format(
      'alter table public.event attach partition public.%I for values from (%L) to (%L)',
      partition_name, month_start, month_end
    );
    execute format('alter table public.%I drop constraint %I', partition_name, partition_name || '_month');
    created := created + 1;
  end loop;

  return created;
end
$$;

-- Drops the partitions whose last moment is older than retention_days, except those with a
-- notification that is still pending; returns how many were dropped.
create function drop_event_partitions(retention_days integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public, pg_temp
set timezone = 'UTC'
set lock_timeout = '2s'
as $$
declare
  partition_name text;
  month_start timestamptz;
  month_end timestamptz;
  dropped integer := 0;
begin
  if retention_days < 1 then
    raise exception 'retention_days must be at least 1';
  end if;

  -- Upkeeps take turns.
  lock table public.event in share update exclusive mode;

  for partition_name in
    select child.relname
    from pg_inherits
    join pg_class as child on child.oid = inhrelid
    where inhparent = 'public.event'::regclass and child.relname ~ '^event_\d{4,}_\d{2}$'
    order by child.relname
  loop
    month_start := to_timestamp(partition_name, '"event_"YYYY_MM');
    month_end := month_start + interval '1 month';
    continue when month_end > now() - make_interval(days => retention_days);
    continue when exists (
      select from public.outbox where received_at >= month_start and received_at < month_end
    );
    execute format('drop table public.%I', partition_name);
    dropped := dropped + 1;
  end loop;

  return dropped;
end
$$;

-- Deletes up to slice claims that are older than retention_days and have neither an event nor a
-- pending notification any more; returns how many were deleted.
create function purge_claims(retention_days integer, slice integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public, pg_temp
set lock_timeout = '2s'
as $$
declare
  purged integer;
begin
  -- A dead event can be redriven for weeks: a claim that is gone would let it be stored again.
  if retention_days < 90 then
    raise exception 'retention_days must be at least 90';
  end if;

  with expired as materialized (
    select c.event_id
    from public.claim as c
    where c.received_at < now() - make_interval(days => retention_days)
      and not exists (
        select from public.event as e
        where e.received_at = c.received_at and e.event_id = c.event_id
      )
      and not exists (select from public.outbox as o where o.event_id = c.event_id)
    limit slice
  ), locked as materialized (
    select event_id from public.claim
    where event_id in (select event_id from expired)
    order by event_id
    for update skip locked
  )
  delete from public.claim as c using locked where c.event_id = locked.event_id;

  get diagnostics purged = row_count;
  return purged;
end
$$;

revoke all on function create_event_partitions(integer) from public;
revoke all on function drop_event_partitions(integer) from public;
revoke all on function purge_claims(integer, integer) from public;

grant execute on function create_event_partitions(integer) to fluxa_upkeep;
grant execute on function drop_event_partitions(integer) to fluxa_upkeep;
grant execute on function purge_claims(integer, integer) to fluxa_upkeep;

select create_event_partitions(3);
