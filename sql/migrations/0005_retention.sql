-- Dead events are kept for as long as claims, found by their age.
create index dead_event_dead_at on dead_event (dead_at);

-- Creates the partition of one month and moves the month's rows out of the default partition.
-- Writers of the default partition wait meanwhile, so whoever calls it says how many rows are few.
create function create_event_partition(month_start timestamptz) returns void
language plpgsql
security definer
set search_path = pg_catalog, public, pg_temp
set timezone = 'UTC'
set lock_timeout = '2s'
as $$
declare
  month_end timestamptz := month_start + interval '1 month';
  partition_name text := to_char(month_start, '"event_"YYYY_MM');
begin
  if month_start <> date_trunc('month', month_start) then
    raise exception 'month_start must be the first moment of a month in UTC';
  end if;

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
end
$$;

-- Creates one partition that is missing, of the months from the current to months_ahead later and of
-- those with rows in the default partition; returns 1, or 0 when none is missing. One for each call,
-- those with the fewest rows first, so that a month that cannot be moved now keeps no other from its
-- partition. A month with more than 100,000 rows in the default partition is left to a person: its
-- writers would wait for longer than a statement may take, in every run again.
create or replace function create_event_partitions(months_ahead integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public, pg_temp
set timezone = 'UTC'
set lock_timeout = '2s'
as $$
declare
  missing timestamptz;
begin
  if months_ahead not between 0 and 24 then
    raise exception 'months_ahead must be between 0 and 24';
  end if;

  -- Upkeeps take turns; before anything is read, or two of them would wait for each other.
  lock table public.event in share update exclusive mode;

  select wanted.month into missing
  from (
    select date_trunc('month', now()) + make_interval(months => ahead) as month
    from generate_series(0, months_ahead) as ahead
    union
    select date_trunc('month', received_at) from public.event_default
  ) as wanted
  left join (
    select date_trunc('month', received_at) as month, count(*) as waiting
    from public.event_default
    group by 1
  ) as held using (month)
  where coalesce(waiting, 0) <= 100000
    and to_regclass(to_char(wanted.month, '"public.event_"YYYY_MM')) is null
  order by coalesce(waiting, 0), month
  limit 1;

  if missing is null then
    return 0;
  end if;
  perform public.create_event_partition(missing);
  return 1;
end
$$;

-- How many rows wait in the default partition (counted up to 100,001), and how many months after the
-- current one have a partition, up to the first that has none.
create function event_partitions(out default_rows integer, out months_ahead integer)
language sql
stable
security definer
set search_path = pg_catalog, public, pg_temp
set timezone = 'UTC'
as $$
  select
    (select count(*)::integer from (select from public.event_default limit 100001) as waiting),
    (
      select coalesce(min(ahead) - 1, 24)::integer
      from generate_series(1, 24) as ahead
      where not exists (
        select from pg_inherits
        join pg_class as child on child.oid = inhrelid
        where inhparent = 'public.event'::regclass
          and child.relname
            = to_char(date_trunc('month', now()) + make_interval(months => ahead), '"event_"YYYY_MM')
      )
    )
$$;

-- Deletes up to slice dead events that are older than retention_days; returns how many were deleted.
create function purge_dead_events(retention_days integer, slice integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public, pg_temp
set lock_timeout = '2s'
as $$
declare
  purged integer;
begin
  -- Longer than a message can lie in the queue and the dead-letter queue together.
  if retention_days < 90 then
    raise exception 'retention_days must be at least 90';
  end if;

  with expired as materialized (
    select message_id from public.dead_event
    where dead_at < now() - make_interval(days => retention_days)
    order by dead_at
    limit slice
    for update skip locked
  )
  delete from public.dead_event as d using expired where d.message_id = expired.message_id;

  get diagnostics purged = row_count;
  return purged;
end
$$;

revoke all on function create_event_partition(timestamptz) from public;
revoke all on function event_partitions() from public;
revoke all on function purge_dead_events(integer, integer) from public;

grant execute on function event_partitions() to fluxa_upkeep;
grant execute on function purge_dead_events(integer, integer) to fluxa_upkeep;
