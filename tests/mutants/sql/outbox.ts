import type { Mutant } from "../mutant.ts";

const outbox = "tests/integration/postgres/outbox.test.ts";

/** Mutants of what comes into the outbox and out of it. */
export const outboxMutants: readonly Mutant[] = [
  {
    name: "no-outbox-row",
    why: "a crash before the publication would lose the notification for ever",
    file: "sql/queries/claim-batch.ts",
    find: `where inserted
  )
  select
    case`,
    replace: `where false
  )
  select
    case`,
    suite: "integration",
    testFile: outbox,
    testName: "an expired lease is taken again, one that holds is not",
  },
  {
    name: "clear-keeps-the-outbox-row",
    why: "every event would be announced again and again",
    file: "sql/queries/clear-outbox.ts",
    find: "where outbox.event_id = notified.event_id",
    replace: "where false",
    suite: "integration",
    testFile: outbox,
    testName: "clearing notes the time once and empties the outbox of these events only",
  },
  {
    name: "clear-moves-the-time",
    why: "a relay that announces again would move the time of the first announcement",
    file: "sql/queries/clear-outbox.ts",
    find: " and claim.notified_at is null",
    replace: "",
    suite: "integration",
    testFile: outbox,
    testName: "clearing notes the time once and empties the outbox of these events only",
  },
  {
    name: "lease-takes-what-is-leased",
    why: "the relay would announce what a processor is just announcing",
    file: "sql/queries/lease-outbox.ts",
    find: `    where lease_until <= now()
`,
    replace: "",
    suite: "integration",
    testFile: outbox,
    testName: "a notification belongs to the processor until its lease has passed",
  },
  {
    name: "lease-is-not-extended",
    why: "two relays would take the same notification",
    file: "sql/queries/lease-outbox.ts",
    find: `set lease_until = now() + make_interval(secs => \${leaseSeconds})`,
    replace: "set lease_until = outbox.lease_until",
    suite: "integration",
    testFile: outbox,
    testName: "an expired lease is taken again, one that holds is not",
  },
  {
    name: "lease-waits-for-others",
    why: "relays would stand in line behind one that hangs",
    file: "sql/queries/lease-outbox.ts",
    find: "for update skip locked",
    replace: "for update",
    suite: "integration",
    testFile: outbox,
    testName: "a relay passes by what another is just taking, instead of waiting for it",
    error: "statement timeout",
  },
];
