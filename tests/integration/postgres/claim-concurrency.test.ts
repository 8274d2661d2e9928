import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { DatabasePool } from "slonik";
import { createOutboxStore } from "../../../runtime/adapters/postgres/outbox-store.ts";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { OutboxStore } from "../../../runtime/ports/outbox-store.ts";
import type { ProcessorStore, Verdict } from "../../../runtime/ports/processor-store.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { type ClaimRow, claimsOf, countRows } from "../../support/postgres/claims.ts";
import { statistics } from "../../support/postgres/statistics.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { sameContent } from "../../support/postgres/verdict-model.ts";
import { again, contradicting, verifiedEvent } from "../../support/postgres/verified-event.ts";
import { until } from "../../support/until.ts";

const identities = 250;
const deliveriesOfEach = 4;
const batchSize = 20;
const processors = 16;
const relays = 3;

interface Judged {
  readonly record: VerifiedEvent;
  readonly verdict: Verdict;
}

describe("sixteen processors and three relays at once", () => {
  let database: TestDatabase;
  let query: DatabasePool;
  let judged: readonly Judged[];
  let claims: ReadonlyMap<string, ClaimRow>;

  before(async () => {
    database = await createTestDatabase();
    query = await database.pool("fluxa_query");
    judged = await runAll(database);
    claims = await claimsOf(query, [...new Set(judged.map(({ record }) => record.eventId))]);
  });
  after(() => database.drop());

  test("every identity is stored once, and every verdict is right by what was stored", () => {
    assert.equal(judged.length, identities * 7 * deliveriesOfEach);
    assert.equal(judged.filter(({ verdict }) => verdict === "stored").length, identities);
    assert.deepEqual(judged.filter(isWrong), []);
    const storedOnce = new Set(
      judged.filter(({ verdict }) => verdict === "stored").map(({ record }) => record.eventId),
    );
    assert.equal(storedOnce.size, identities);
  });

  test("duplicates and conflicts are counted once per acceptance", () => {
    for (const [eventId, { acceptanceId, duplicates, conflicts }] of claims) {
      const others = new Map(
        judged
          .filter(({ record }) => record.eventId === eventId && record.acceptanceId !== acceptanceId)
          .map(({ record, verdict }) => [record.acceptanceId, verdict]),
      );
      const verdicts = [...others.values()];
      assert.equal(duplicates, verdicts.filter((verdict) => verdict === "duplicate").length);
      assert.equal(conflicts, verdicts.filter((verdict) => verdict === "conflict").length);
      assert.equal(duplicates + conflicts, 6);
    }
  });

  test("there is one row per identity, every one is notified, and the outbox is empty", async () => {
    assert.equal(await countRows(query, "event"), identities);
    assert.equal(await countRows(query, "claim"), identities);
    assert.equal(await countRows(query, "outbox"), 0);
    assert.ok([...claims.values()].every(({ notified }) => notified));
  });

  test("PostgreSQL counted one outbox insert per identity and no deadlock", async () => {
    await until("the statistics", async () => {
      const { outboxInserts, deadlocks } = await statistics(query);
      assert.deepEqual({ outboxInserts, deadlocks }, { outboxInserts: identities, deadlocks: 0 });
      return true;
    });
  });

  function isWrong({ record, verdict }: Judged): boolean {
    const claim = claims.get(record.eventId);
    const first = judged.find(({ record }) => record.acceptanceId === claim?.acceptanceId)?.record;
    if (first === undefined) return true;
    if (record.acceptanceId === first.acceptanceId) return verdict !== "stored" && verdict !== "redelivered";
    return verdict !== (sameContent(first, record) ? "duplicate" : "conflict");
  }
});

/** Processors take batches until none is left; of every five that were stored one crashes before it announces. */
async function runAll(database: TestDatabase): Promise<readonly Judged[]> {
  // Their connections end with them, and report their counts then.
  const pool = await database.pool("fluxa_processor", { poolSize: processors + relays });
  const store = createProcessorStore(pool, { leaseSeconds: 0 });
  const outbox = createOutboxStore(pool, { leaseSeconds: 0, inlineBytes: 65_536 });
  const batches = deliveries();
  const judged: Judged[] = [];
  let working = true;

  const relaying = Array.from({ length: relays }, () => relayWhile(() => working, outbox));
  await Promise.all(Array.from({ length: processors }, () => processAll(store, batches, judged)));
  working = false;
  await Promise.all(relaying);
  await pool.end();
  return judged;
}

/** Seven acceptances per identity (four agree, three do not), each delivered four times, all shuffled. */
function deliveries(): VerifiedEvent[][] {
  const records = Array.from({ length: identities }, () => {
    const event = verifiedEvent();
    const contradiction = contradicting(event);
    const acceptances = [event, again(event), again(event), again(event)];
    return [...acceptances, contradiction, again(contradiction), again(contradiction)];
  }).flat();
  const shuffled = shuffle(Array.from({ length: deliveriesOfEach }, () => records).flat());
  return Array.from({ length: Math.ceil(shuffled.length / batchSize) }, (_, index) =>
    shuffled.slice(index * batchSize, (index + 1) * batchSize),
  );
}

function shuffle<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item);
}

async function processAll(
  store: ProcessorStore,
  batches: VerifiedEvent[][],
  judged: Judged[],
): Promise<void> {
  for (let batch = batches.pop(); batch !== undefined; batch = batches.pop()) {
    const verdicts = await store.claim(batch);
    const results = batch.flatMap((record, index) => {
      const verdict = verdicts[index];
      return verdict === undefined ? [] : [{ record, verdict }];
    });
    judged.push(...results);
    const stored = results.filter(({ verdict }) => verdict === "stored").map(({ record }) => record.eventId);
    await store.clear(stored.filter((_, index) => index % 5 !== 4).reverse());
  }
}

async function relayWhile(working: () => boolean, outbox: OutboxStore): Promise<void> {
  for (;;) {
    const mayBeLast = !working();
    const leased = await outbox.lease(10);
    await outbox.clear(leased.map(({ eventId }) => eventId));
    if (leased.length === 0 && mayBeLast) return;
  }
}
