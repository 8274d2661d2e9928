-- Large payloads are compressed by lz4 where the server has it (RDS has): pglz takes most of the time
-- in which a payload of 16 KiB or more is stored. What is stored already stays as it is, and readable.
do $$
declare
  partition regclass;
begin
  if exists (
    select from pg_settings where name = 'default_toast_compression' and 'lz4' = any (enumvals)
  ) then
    -- Later partitions take it over from the table; this statement does not pass it on to those there are.
    for partition in select relid from pg_partition_tree('event') loop
      execute format('alter table %s alter column data set compression lz4', partition);
    end loop;
  end if;
end
$$;
