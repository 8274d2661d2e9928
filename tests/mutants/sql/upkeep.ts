import type { Mutant } from "../mutant.ts";

const purge = "tests/integration/postgres/purge.test.ts";
const droppedPartitions = "tests/integration/postgres/dropped-partitions.test.ts";
const partitions = "tests/integration/postgres/partitions.test.ts";
const deadRetention = "tests/integration/postgres/dead-retention.test.ts";

/** Mutants of the functions that keep partitions and claims. */
export const upkeepMutants: readonly Mutant[] = [
  {
    name: "purge-forgets-stored-events",
    why: "a redelivery of an event that is still kept would be stored a second time",
    file: "sql/migrations/0003_upkeep.sql",
    find: `      and not exists (
        select from public.event as e
        where e.received_at = c.received_at and e.event_id = c.event_id
      )
`,
    replace: "",
    suite: "integration",
    testFile: purge,
    testName: "old claims are purged in slices once their events are gone, and no other claim",
  },
  {
    name: "purge-forgets-pending-notifications",
    why: "an announcement could not be noted any more, and would be repeated for ever",
    file: "sql/migrations/0003_upkeep.sql",
    find: `      and not exists (select from public.outbox as o where o.event_id = c.event_id)
`,
    replace: "",
    suite: "integration",
    testFile: purge,
    testName: "a claim whose notification is pending is not purged",
  },
  {
    name: "purge-waits-for-claims-in-use",
    why: "upkeep would stand behind a processor, and give up",
    file: "sql/migrations/0003_upkeep.sql",
    find: `    for update skip locked
  )
  delete`,
    replace: `    for update
  )
  delete`,
    suite: "integration",
    testFile: purge,
    testName: "a claim that is in use is passed by, not waited for",
    error: "lock timeout",
  },
  {
    name: "purge-takes-any-retention",
    why: "a claim could be gone while its event waits in the dead-letter queue to be redriven",
    file: "sql/migrations/0003_upkeep.sql",
    find: "if retention_days < 90 then",
    replace: "if retention_days < 1 then",
    suite: "integration",
    testFile: purge,
    testName: "a retention that would let a redriven event be stored again is refused",
  },
  {
    name: "drop-forgets-pending-notifications",
    why: "an event would be dropped that was never announced",
    file: "sql/migrations/0003_upkeep.sql",
    find: `    continue when exists (
      select from public.outbox where received_at >= month_start and received_at < month_end
    );
`,
    replace: "",
    suite: "integration",
    testFile: droppedPartitions,
    testName: "a partition with a notification that is still pending stays until that is out",
  },
  {
    name: "drop-takes-the-month-too-early",
    why: "events would be dropped up to a month before their time",
    file: "sql/migrations/0003_upkeep.sql",
    find: "continue when month_end > now()",
    replace: "continue when month_start > now()",
    suite: "integration",
    testFile: droppedPartitions,
    testName: "only partitions that are wholly older than the retention are dropped",
  },
  {
    name: "default-partition-is-not-drained",
    why: "events that came before their partition would vanish when it is attached",
    file: "sql/migrations/0005_retention.sql",
    find: "insert into public.%I select * from moved',",
    replace: "insert into public.%I select * from moved where false',",
    suite: "integration",
    testFile: partitions,
    testName: "an event without a partition of its month is stored all the same, and moved there later",
  },
  {
    name: "dead-events-purged-too-early",
    why: "what became of a message could not be told while it can still be redriven",
    file: "sql/migrations/0005_retention.sql",
    find: "where dead_at < now() - make_interval(days => retention_days)",
    replace: "where true",
    suite: "integration",
    testFile: deadRetention,
    testName: "takes those older than claims are kept, the oldest first and in slices, and no other",
  },
];
