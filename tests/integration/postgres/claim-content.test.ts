import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { createReceiptStore } from "../../../runtime/adapters/postgres/receipt-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import type { ReceiptStore } from "../../../runtime/ports/receipt-store.ts";
import { RecordRejected } from "../../../runtime/ports/store-errors.ts";
import { statistics } from "../../support/postgres/statistics.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";
import { until } from "../../support/until.ts";

describe("what the store holds", () => {
  let database: TestDatabase;
  let store: ProcessorStore;
  let receipts: ReceiptStore;

  before(async () => {
    database = await createTestDatabase();
    store = createProcessorStore(await database.pool("fluxa_processor"), { leaseSeconds: 60 });
    receipts = createReceiptStore(await database.pool("fluxa_query"), { inlineBytes: 65_536 });
  });
  after(() => database.drop());

  const impossible = {
    "a NUL in a text": verifiedEvent({ canonical: '{"note":"\\u0000"}' }),
    "a payload that is no JSON": verifiedEvent({ canonical: '{"note":' }),
    "a number beyond PostgreSQL's": verifiedEvent({ canonical: "1e200000" }),
    "a NUL in an attribute": verifiedEvent({ userId: "a\0b" }),
    "a time that no clock shows": verifiedEvent({
      event: { id: "i", source: "s", type: "t", time: "2026-02-30T00:00:00Z" },
    }),
    "a fingerprint of the wrong length": verifiedEvent({ fingerprint: "00" }),
  };
  for (const [name, culprit] of Object.entries(impossible)) {
    test(`${name} rejects the batch and, sent one by one, only itself`, async () => {
      const innocent = [verifiedEvent(), verifiedEvent()] as const;
      const batch = [innocent[0], culprit, innocent[1]];

      await assert.rejects(store.claim(batch), RecordRejected);
      assert.equal(await receipts.receipt(innocent[0].eventId, "all"), undefined);

      assert.deepEqual(await store.claim([innocent[0]]), ["stored"]);
      await assert.rejects(store.claim([culprit]), RecordRejected);
      assert.deepEqual(await store.claim([innocent[1]]), ["stored"]);
    });
  }

  test("a rejection names PostgreSQL's reason and not the payload", async () => {
    const culprit = verifiedEvent({ canonical: '{"secret":"4111 1111 1111 1111","note":"\\u0000"}' });

    await assert.rejects(store.claim([culprit]), (error: Error) => {
      assert.match(error.message, /22P05.*Unicode/);
      assert.doesNotMatch(JSON.stringify([error.message, error.stack, error.cause]), /4111/);
      return true;
    });
  });

  test("every canonical document comes back the same through jsonb", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 20 }), async (documents) => {
        const events = documents.map((data) => verifiedEvent({ canonical: canonicalize(data) ?? "null" }));
        await store.claim(events);
        for (const event of events) {
          const stored = await receipts.payload(event.eventId, "all");
          assert.equal(canonicalize(stored?.data), event.canonical);
          assert.equal(stored?.fingerprint, event.fingerprint);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("ten payloads of 1 MiB in one batch are stored without a temporary file", async () => {
    const own = await createTestDatabase();
    try {
      const pool = await own.pool("fluxa_processor", { poolSize: 1 });
      const processor = createProcessorStore(pool, { leaseSeconds: 60 });
      const events = Array.from({ length: 10 }, (_, index) =>
        verifiedEvent({ canonical: `{"blob":"${incompressible(1024 * 1024, index)}"}` }),
      );
      const verdicts = await processor.claim(events);
      await pool.end();

      assert.deepEqual(
        verdicts,
        events.map(() => "stored"),
      );
      await until("the statistics", async () => {
        const { claimInserts, tempBytes } = await statistics(await own.pool("fluxa_query"));
        assert.deepEqual({ claimInserts, tempBytes }, { claimInserts: 10, tempBytes: 0 });
        return true;
      });
    } finally {
      await own.drop();
    }
  });
});

// What the edge lets through: no NUL, no lone surrogate, numbers within a double.
const text = fc.string({ unit: "binary" }).filter((word) => word.isWellFormed() && !word.includes("\0"));
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 5e-324, 1.7976931348623157e308, 1e21, 1e-7, 2 ** 53, 0.1, 123456789012345680000),
  fc.integer(),
);
const key = fc.oneof(
  text,
  fc.constantFrom("", "__proto__", "constructor", "toString", "\u20ac", "\u{1f600}", '"', "\\"),
);
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    number,
    text,
    fc.boolean(),
    fc.constant(null),
    tie("list"),
    tie("object"),
  ),
  list: fc.array(tie("document"), { maxLength: 5 }),
  object: fc.dictionary(key, tie("document"), { maxKeys: 6 }),
}));

/** Text that no compression makes small. */
function incompressible(length: number, seed: number): string {
  let state = seed + 1;
  const characters = Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % 36).toString(36);
  });
  return characters.join("");
}
