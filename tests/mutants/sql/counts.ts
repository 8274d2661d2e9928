import type { Mutant } from "../mutant.ts";

const verdicts = "tests/integration/postgres/claim-verdicts.test.ts";

/** Mutants of how duplicates and conflicts are counted. */
export const countMutants: readonly Mutant[] = [
  {
    name: "count-ignores-fingerprint",
    why: "conflicts with what is stored would be counted as duplicates, and their alarm stay silent",
    file: "sql/queries/claim-batch.ts",
    find: "(fingerprint, type) = (c.fingerprint, c.type) as same",
    replace: "type = c.type as same",
    suite: "integration",
    testFile: verdicts,
    testName: "another fingerprint under the same identity is a conflict",
  },
  {
    name: "count-in-batch-ignores-fingerprint",
    why: "conflicts within the first batch would be counted as duplicates",
    file: "sql/queries/claim-batch.ts",
    find: "(other.fingerprint, other.type) = (first.fingerprint, first.type) as same",
    replace: "other.type = first.type as same",
    suite: "integration",
    testFile: verdicts,
    testName: "several records of one new identity in one batch are judged in their order and counted",
  },
  {
    name: "count-again-what-was-counted",
    why: "each redelivery of a duplicate would be counted, and the accounting identity broken",
    file: "sql/queries/claim-batch.ts",
    find: " and acceptance_id <> all (c.counted_acceptances)",
    replace: "",
    suite: "integration",
    testFile: verdicts,
    testName: "a duplicate or conflict that is delivered again keeps its verdict and is counted once",
  },
  {
    name: "count-own-redelivery",
    why: "a redelivered batch would count the first acceptance as its own duplicate",
    file: "sql/queries/claim-batch.ts",
    find: `    where other.acceptance_id <> first.acceptance_id
`,
    replace: "",
    suite: "integration",
    testFile: verdicts,
    testName: "several records of one new identity in one batch are judged in their order and counted",
  },
  {
    name: "redelivery-writes",
    why: "every redelivery would write each claim anew: dead rows and locks for nothing",
    file: "sql/queries/claim-batch.ts",
    find: `    where c.acceptance_id <> excluded.acceptance_id or excluded.counted_acceptances <> '{}'
`,
    replace: "",
    suite: "integration",
    testFile: verdicts,
    testName: "a redelivery writes nothing",
  },
  {
    name: "redelivery-first-hides-the-rest",
    why: "what else a batch says of an event that it redelivers would go uncounted",
    file: "sql/queries/claim-batch.ts",
    find: " or excluded.counted_acceptances <> '{}'",
    replace: "",
    suite: "integration",
    testFile: verdicts,
    testName: "a batch that begins with a redelivery still counts what else it says of that identity",
  },
];
