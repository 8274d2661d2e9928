import type { Mutant } from "../mutant.ts";

const roles = "tests/integration/postgres/roles.test.ts";

/** Mutants of who may do what. */
export const rightsMutants: readonly Mutant[] = [
  {
    name: "owner-function-with-callers-path",
    why: "whoever may make a table could have the owner run on it",
    file: "sql/migrations/0003_upkeep.sql",
    find: `create function purge_claims(retention_days integer, slice integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, public, pg_temp
`,
    replace: `create function purge_claims(retention_days integer, slice integer) returns integer
language plpgsql
security definer
`,
    suite: "integration",
    testFile: roles,
    testName: "upkeep's functions run as their owner, with a search path of their own, and are nobody else's",
  },
  {
    name: "processor-may-rewrite-claims",
    why: "a fault in the processor could change whose content an event id stands for",
    file: "sql/migrations/0002_events.sql",
    find: "grant update (duplicates, conflicts, counted_acceptances, notified_at) on claim",
    replace: "grant update on claim",
    suite: "integration",
    testFile: roles,
    testName: "fluxa_processor may not update claim set fingerprint = fingerprint",
  },
  {
    name: "everybody-may-purge",
    why: "any role could delete claims",
    file: "sql/migrations/0003_upkeep.sql",
    find: `revoke all on function purge_claims(integer, integer) from public;
`,
    replace: "",
    suite: "integration",
    testFile: roles,
    testName: "fluxa_query may not select purge_claims(365, 1)",
  },
  {
    name: "anybody-may-connect",
    why: "a role that is not ours could log in to the database",
    file: "sql/migrations/0001_roles.sql",
    find: `  execute format('revoke all on database %I from public', current_database());
`,
    replace: "",
    suite: "integration",
    testFile: roles,
    testName: "a role that is not named may not even connect",
  },
];
