-- Roles belong to the whole server, so another database may have made them, or be making them now.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['fluxa_processor', 'fluxa_query', 'fluxa_upkeep'] loop
    begin
      execute format('create role %I login', role_name);
    exception
      when duplicate_object or unique_violation then null;
    end;
  end loop;
end
$$;

-- On RDS the roles log in with IAM tokens instead of passwords.
do $$
declare
  role_name text;
begin
  if not exists (select from pg_roles where rolname = 'rds_iam') then
    return;
  end if;
  foreach role_name in array array['fluxa_processor', 'fluxa_query', 'fluxa_upkeep'] loop
    if not pg_has_role(role_name, 'rds_iam', 'member') then
      begin
        execute format('grant rds_iam to %I', role_name);
      exception
        when unique_violation then null;
      end;
    end if;
  end loop;
end
$$;

-- Nobody connects, and nobody makes temporary tables that could shadow ours, without being named here.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format(
    'grant connect on database %I to fluxa_processor, fluxa_query, fluxa_upkeep',
    current_database()
  );
end
$$;

revoke all on schema public from public;
grant usage on schema public to fluxa_processor, fluxa_query, fluxa_upkeep;
