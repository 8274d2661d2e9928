import type { Mutant } from "../mutant.ts";

const verdicts = "tests/integration/postgres/claim-verdicts.test.ts";

/** Mutants of what a batch is told of its records. */
export const verdictMutants: readonly Mutant[] = [
  {
    name: "claim-without-on-conflict",
    why: "a redelivery would fail its whole batch again and again",
    file: "sql/queries/claim-batch.ts",
    find: `    on conflict (event_id) do update
    set (duplicates, conflicts, counted_acceptances) = (
      select
        c.duplicates + count(*) filter (where same),
        c.conflicts + count(*) filter (where not same),
        (array_agg(acceptance_id) || c.counted_acceptances)[:16]
      from (
        select distinct acceptance_id, (fingerprint, type) = (c.fingerprint, c.type) as same
        from (
          select excluded.acceptance_id, excluded.fingerprint, excluded.type
          union all
          select acceptance_id, fingerprint, type from other where other.event_id = c.event_id
        ) as again
        where acceptance_id <> c.acceptance_id and acceptance_id <> all (c.counted_acceptances)
      ) as uncounted
    )
    where c.acceptance_id <> excluded.acceptance_id or excluded.counted_acceptances <> '{}'
`,
    replace: "",
    suite: "integration",
    testFile: verdicts,
    testName: "the same acceptance again is a redelivery and counts nothing",
    error: "duplicate key value",
  },
  {
    name: "claim-does-nothing-on-conflict",
    why: "every duplicate and conflict would pass for a redelivery, uncounted",
    file: "sql/queries/claim-batch.ts",
    find: `    on conflict (event_id) do update
    set (duplicates, conflicts, counted_acceptances) = (
      select
        c.duplicates + count(*) filter (where same),
        c.conflicts + count(*) filter (where not same),
        (array_agg(acceptance_id) || c.counted_acceptances)[:16]
      from (
        select distinct acceptance_id, (fingerprint, type) = (c.fingerprint, c.type) as same
        from (
          select excluded.acceptance_id, excluded.fingerprint, excluded.type
          union all
          select acceptance_id, fingerprint, type from other where other.event_id = c.event_id
        ) as again
        where acceptance_id <> c.acceptance_id and acceptance_id <> all (c.counted_acceptances)
      ) as uncounted
    )
    where c.acceptance_id <> excluded.acceptance_id or excluded.counted_acceptances <> '{}'
`,
    replace: `    on conflict (event_id) do nothing
`,
    suite: "integration",
    testFile: verdicts,
    testName: "another acceptance of the same content is a duplicate",
  },
  {
    name: "verdict-ignores-fingerprint",
    why: "other content under a known identity would be dropped as a duplicate, and nobody told",
    file: "sql/queries/claim-batch.ts",
    find: `when input.fingerprint = coalesce(claimed.fingerprint, first.fingerprint)
        and input.type`,
    replace: "when input.type",
    suite: "integration",
    testFile: verdicts,
    testName: "another fingerprint under the same identity is a conflict",
  },
  {
    name: "verdict-ignores-type",
    why: "another type under a known identity would be dropped as a duplicate",
    file: "sql/queries/claim-batch.ts",
    find: `
        and input.type = coalesce(claimed.type, first.type) then`,
    replace: `
        then`,
    suite: "integration",
    testFile: verdicts,
    testName: "another type under the same identity is a conflict, though the payload is the same",
  },
  {
    name: "verdict-of-a-repetition-is-stored",
    why: "one batch would call an event stored twice, and announce it twice",
    file: "sql/queries/claim-batch.ts",
    find: "when input.nth = 1 and claimed.inserted then",
    replace: "when claimed.inserted then",
    suite: "integration",
    testFile: verdicts,
    testName: "several records of one new identity in one batch are judged in their order and counted",
  },
  {
    name: "verdicts-in-any-order",
    why: "verdicts would be applied to other records of the batch",
    file: "sql/queries/claim-batch.ts",
    find: `  order by input.ord
`,
    replace: `  order by input.event_id, input.ord
`,
    suite: "integration",
    testFile: verdicts,
    testName: "verdicts come back in the order of the records, whatever the order of their event ids",
  },
  {
    name: "everything-counts-as-inserted",
    why: "a duplicate would be written as an event once more",
    file: "sql/queries/claim-batch.ts",
    find: "old.event_id is null as inserted",
    replace: "true as inserted",
    suite: "integration",
    testFile: verdicts,
    testName: "one event is one row and one notification, whatever was said of it",
    error: "duplicate key value",
  },
];
