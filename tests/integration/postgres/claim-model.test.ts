import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import type { DatabasePool } from "slonik";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { claimsOf } from "../../support/postgres/claims.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { VerdictModel } from "../../support/postgres/verdict-model.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";

const types = ["transaction.authorized", "transaction.captured"] as const;

/** Which identity an acceptance names and with what content: one of three payloads, one of two types. */
const acceptance = fc.record({ identity: fc.nat(2), payload: fc.nat(2), type: fc.constantFrom(...types) });

/** A world of at most 14 acceptances, and batches that deliver them in any order, again and again. */
const history = fc.record({
  acceptances: fc.array(acceptance, { minLength: 1, maxLength: 14 }),
  batches: fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 7 }),
});

describe("the store against a model of it", () => {
  let database: TestDatabase;
  let store: ProcessorStore;
  let query: DatabasePool;

  before(async () => {
    database = await createTestDatabase();
    store = createProcessorStore(await database.pool("fluxa_processor"), { leaseSeconds: 60 });
    query = await database.pool("fluxa_query");
  });
  after(() => database.drop());

  test("verdicts and counters are the model's for every history of batches", async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ acceptances, batches }) => {
        const model = new VerdictModel();
        const records = acceptedRecords(acceptances);
        for (const batch of batches) {
          const delivered = batch.flatMap((index) => records[index % records.length] ?? []);
          assert.deepEqual(
            await store.claim(delivered),
            delivered.map((record) => model.judge(record)),
          );
        }
        await assertClaims(query, model);
      }),
      { numRuns: 250 },
    );
  });
});

function acceptedRecords(
  acceptances: readonly { identity: number; payload: number; type: string }[],
): readonly VerifiedEvent[] {
  const eventIds = [randomUUID(), randomUUID(), randomUUID()];
  return acceptances.map(({ identity, payload, type }) =>
    verifiedEvent({
      eventId: eventIds[identity] ?? assert.fail(),
      canonical: `{"payload":${payload}}`,
      event: { id: "order-1", source: "/producers/shop", type },
    }),
  );
}

async function assertClaims(query: DatabasePool, model: VerdictModel): Promise<void> {
  const stored = await claimsOf(query, [...model.claims.keys()]);
  for (const [eventId, { first, duplicates, conflicts }] of model.claims) {
    assert.deepEqual(stored.get(eventId), {
      eventId,
      acceptanceId: first.acceptanceId,
      fingerprint: first.fingerprint,
      type: first.event.type,
      duplicates,
      conflicts,
      notified: false,
    });
  }
}
