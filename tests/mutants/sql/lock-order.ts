import type { Mutant } from "../mutant.ts";

const lockOrder = "tests/integration/postgres/lock-order.test.ts";

/** Mutants of the order in which claims are locked. */
export const lockOrderMutants: readonly Mutant[] = [
  {
    name: "claim-locks-in-order-of-arrival",
    why: "processors at work on the same events would deadlock",
    file: "sql/queries/claim-batch.ts",
    find: `from first left join tally using (event_id)
    order by event_id`,
    replace: `from first left join tally using (event_id)
    order by ord`,
    suite: "integration",
    testFile: lockOrder,
    testName: "by a batch, whatever the order of its records",
  },
  {
    name: "clear-locks-in-any-order",
    why: "a processor that clears and one that claims would deadlock",
    file: "sql/queries/clear-outbox.ts",
    find: `    order by event_id
`,
    replace: "",
    suite: "integration",
    testFile: lockOrder,
    testName: "by clearing, whatever the order of the event ids it is given",
  },
];
