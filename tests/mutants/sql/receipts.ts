import type { Mutant } from "../mutant.ts";

const receipts = "tests/integration/postgres/receipts.test.ts";

/** Mutants of dead events and of what is read. */
export const receiptMutants: readonly Mutant[] = [
  {
    name: "bury-twice-fails",
    why: "a message that was judged twice would fail its batch for ever",
    file: "sql/queries/bury-batch.ts",
    find: `  on conflict do nothing
`,
    replace: "",
    suite: "integration",
    testFile: receipts,
    testName: "a message is buried once, whatever comes of it later",
    error: "duplicate key value",
  },
  {
    name: "conflict-passes-for-death",
    why: "a stored event's receipt would say dead because somebody else contradicted it",
    file: "sql/queries/dead-receipt.ts",
    find: `    and failure_type <> 'idempotency_conflict'
`,
    replace: "",
    suite: "integration",
    testFile: receipts,
    testName: "a conflict does not make an event dead, and neither does a judgement that a redrive mended",
  },
  {
    name: "receipt-of-another-producer",
    why: "one producer could read what another sent",
    file: "sql/queries/receipt.ts",
    find: ` and (\${producer}::text is null or claim.producer = \${producer})`,
    replace: "",
    suite: "integration",
    testFile: receipts,
    testName: "a producer sees its own events and payloads, and no others'",
  },
  {
    name: "payload-of-another-producer",
    why: "one producer could read another's payload",
    file: "sql/queries/payload.ts",
    find: ` and (\${producer}::text is null or claim.producer = \${producer})`,
    replace: "",
    suite: "integration",
    testFile: receipts,
    testName: "a producer sees its own events and payloads, and no others'",
  },
];
