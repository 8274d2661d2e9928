import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { DatabasePool } from "slonik";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { claimsOf } from "../../support/postgres/claims.ts";
import { type Proxied, sandbox, startProxied } from "../../support/postgres/proxied.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";
import { until } from "../../support/until.ts";

describe("statements through the proxy before PostgreSQL", () => {
  let database: TestDatabase;
  let direct: DatabasePool;
  let proxy: Proxied;

  before(async () => {
    database = await createTestDatabase();
    direct = await database.pool("superuser");
    proxy = await startProxied(database);
  });
  after(async () => {
    await proxy.close();
    await database.drop();
  });
  afterEach(() => proxy.calm());

  test("lets through what nothing strikes, also large batches, and knows who connects", async () => {
    const store = await processor();
    const large = JSON.stringify({ filler: "x".repeat(2_000_000) });
    const events = Array.from({ length: 5 }, () => verifiedEvent({ canonical: large }));

    assert.deepEqual(await store.claim(events), Array(5).fill("stored"));
    assert.ok(proxy.met.includes(sandbox));
  });

  for (const action of ["cut", "silent"] as const) {
    test(`${action}: a claim has no effect and no answer, and the next one works`, async () => {
      const store = await processor();
      const event = verifiedEvent();
      proxy.strike("claim", action);

      await assert.rejects(store.claim([event]), StoreUnavailable);
      assert.equal(await isStored(event.eventId), false);
      assert.deepEqual(await store.claim([event]), ["stored"]);
    });
  }

  for (const action of ["cut-after", "silent-after"] as const) {
    test(`${action}: a claim is stored and its answer lost, and the same claim again is told so`, async () => {
      const store = await processor();
      const event = verifiedEvent();
      proxy.strike("claim", action);

      await assert.rejects(store.claim([event]), StoreUnavailable);
      assert.equal(await isStored(event.eventId), true);
      assert.deepEqual(await store.claim([event]), ["redelivered"]);
    });
  }

  test("slow: a claim comes later, and is stored", async () => {
    const store = await processor();
    proxy.strike("claim", "slow", 200);

    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
    assert.equal(proxy.armed, false);
  });

  for (const [action, stored] of [
    ["crash", false],
    ["crash-after", true],
  ] as const) {
    test(`${action}: whoever claims is ended ${stored ? "after" : "before"} the commit`, async () => {
      const store = await processor();
      const event = verifiedEvent();
      proxy.strike("claim", action);

      const claim = store.claim([event]).catch((error: unknown) => error);
      await until("the crash", () => proxy.crashed[0]);

      assert.deepEqual(proxy.crashed, [sandbox]);
      assert.equal(await isStored(event.eventId), stored);
      assert.ok((await claim) instanceof StoreUnavailable, "nobody is left to hear an answer");
    });
  }

  test("each step is struck by its own name, also once it is prepared", async () => {
    const store = await processor();
    const events = [verifiedEvent(), verifiedEvent()] as const;
    for (const event of events) await store.claim([event]);
    await store.clear([events[0].eventId]);
    proxy.strike("clear", "cut-after");

    await assert.rejects(store.clear([events[1].eventId]), StoreUnavailable);

    const claims = await claimsOf(direct, [events[1].eventId]);
    assert.equal(claims.get(events[1].eventId)?.notified, true);
  });

  async function processor(): Promise<ProcessorStore> {
    const settings = { ...proxy.settings, poolSize: 1, statementTimeoutMs: 2_000 };
    return createProcessorStore(await database.pool("fluxa_processor", settings), { leaseSeconds: 60 });
  }

  async function isStored(eventId: string): Promise<boolean> {
    return (await claimsOf(direct, [eventId])).has(eventId);
  }
});
