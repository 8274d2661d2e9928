import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { DatabasePool } from "slonik";
import { DatabaseProxy } from "../../../local/postgres/proxy/database-proxy.ts";
import type { ProxyFault } from "../../../local/postgres/proxy/faults.ts";
import { databaseFor } from "../../../local/postgres/proxy/startup.ts";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { claimsOf } from "../../support/postgres/claims.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";
import { until } from "../../support/until.ts";

const sandbox = "process-1";

describe("the proxy before PostgreSQL", () => {
  let database: TestDatabase;
  let direct: DatabasePool;
  let proxy: DatabaseProxy;
  /** What strikes next: a connection, or a statement of this step. */
  let next: { readonly at: string; readonly fault: ProxyFault; readonly once: boolean } | undefined;
  const crashed: string[] = [];
  const met: string[] = [];

  before(async () => {
    database = await createTestDatabase();
    direct = await database.pool("superuser");
    const { host, port } = database.settings("superuser");
    const take = (at: string) => {
      if (next?.at !== at) return undefined;
      const { fault, once } = next;
      if (once) next = undefined;
      return fault;
    };
    proxy = await DatabaseProxy.start(
      { host, port },
      {
        onConnect: (client) => {
          met.push(client);
          return take("connect");
        },
        onStatement: (_client, { step }) => take(step ?? "other"),
        crash: (client) => crashed.push(client),
      },
    );
  });
  after(async () => {
    await proxy.close();
    await database.drop();
  });
  afterEach(() => {
    next = undefined;
    proxy.enter("normal");
    crashed.length = 0;
  });

  async function processor(): Promise<ProcessorStore> {
    const { host, port } = proxy;
    const name = databaseFor(database.name, sandbox);
    const pool = await database.pool("fluxa_processor", {
      host,
      port,
      name,
      poolSize: 1,
      statementTimeoutMs: 2_000,
    });
    return createProcessorStore(pool, { leaseSeconds: 60 });
  }

  async function isStored(eventId: string): Promise<boolean> {
    return (await claimsOf(direct, [eventId])).has(eventId);
  }

  function strike(at: string, action: ProxyFault["action"], ms = 0): void {
    next = { at, fault: { action, ms }, once: at !== "connect" };
  }

  test("lets through what nothing strikes, also large batches, and knows who connects", async () => {
    const store = await processor();
    const large = JSON.stringify({ filler: "x".repeat(2_000_000) });
    const events = Array.from({ length: 5 }, () => verifiedEvent({ canonical: large }));

    assert.deepEqual(await store.claim(events), Array(5).fill("stored"));
    assert.ok(met.includes(sandbox));
  });

  for (const action of ["cut", "silent"] as const) {
    test(`${action}: a claim has no effect and no answer, and the next one works`, async () => {
      const store = await processor();
      const event = verifiedEvent();
      strike("claim", action);

      await assert.rejects(store.claim([event]), StoreUnavailable);
      assert.equal(await isStored(event.eventId), false);
      assert.deepEqual(await store.claim([event]), ["stored"]);
    });
  }

  for (const action of ["cut-after", "silent-after"] as const) {
    test(`${action}: a claim is stored and its answer lost, and the same claim again is told so`, async () => {
      const store = await processor();
      const event = verifiedEvent();
      strike("claim", action);

      await assert.rejects(store.claim([event]), StoreUnavailable);
      assert.equal(await isStored(event.eventId), true);
      assert.deepEqual(await store.claim([event]), ["redelivered"]);
    });
  }

  test("slow: a claim comes later, and is stored", async () => {
    const store = await processor();
    strike("claim", "slow", 200);

    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
    assert.equal(next, undefined);
  });

  for (const [action, stored] of [
    ["crash", false],
    ["crash-after", true],
  ] as const) {
    test(`${action}: whoever claims is ended ${stored ? "after" : "before"} the commit`, async () => {
      const store = await processor();
      const event = verifiedEvent();
      strike("claim", action);

      const claim = store.claim([event]).catch((error: unknown) => error);
      await until("the crash", () => crashed[0]);

      assert.deepEqual(crashed, [sandbox]);
      assert.equal(await isStored(event.eventId), stored);
      assert.ok((await claim) instanceof StoreUnavailable, "nobody is left to hear an answer");
    });
  }

  test("each step is struck by its own name, also once it is prepared", async () => {
    const store = await processor();
    const events = [verifiedEvent(), verifiedEvent()] as const;
    for (const event of events) await store.claim([event]);
    await store.clear([events[0].eventId]);
    strike("clear", "cut-after");

    await assert.rejects(store.clear([events[1].eventId]), StoreUnavailable);

    const claims = await claimsOf(direct, [events[1].eventId]);
    assert.equal(claims.get(events[1].eventId)?.notified, true);
  });

  test("a connection that is lost while it asks for types is replaced, and does not end the process", async () => {
    const store = await processor();
    strike("other", "cut");

    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
  });

  test("a connection that falls silent while it asks for types is given up, and the next one works", async () => {
    const store = await processor();
    strike("other", "silent");

    await assert.rejects(store.claim([verifiedEvent()], 300), StoreUnavailable);
    await until("a connection", () => store.claim([verifiedEvent()], 1_000).catch(() => undefined));
  });

  test("refuse: a new connection finds all taken", async () => {
    strike("connect", "refuse");
    const store = await processor();

    await assert.rejects(store.claim([verifiedEvent()]), /53300/);
    next = undefined;
    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
  });

  test("full: connections are cut and none is to be had, until there is one", async () => {
    const store = await processor();
    await store.claim([verifiedEvent()]);
    proxy.enter("full");

    await assert.rejects(store.claim([verifiedEvent()]), StoreUnavailable);
    await assert.rejects(store.claim([verifiedEvent()]), /53300/);
    proxy.enter("normal");
    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
  });

  test("read-only: connections are cut, and nothing can be written until they are cut again", async () => {
    const store = await processor();
    await store.claim([verifiedEvent()]);
    proxy.enter("read-only");

    await assert.rejects(store.claim([verifiedEvent()]), StoreUnavailable);
    await assert.rejects(store.claim([verifiedEvent()]), /25006/);
    proxy.enter("normal");
    await store.claim([verifiedEvent()]).catch(() => undefined);
    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
  });

  test("the connections of one client can fall silent, and new ones work", async () => {
    const store = await processor();
    await store.claim([verifiedEvent()]);
    proxy.silence("process-2");
    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
    proxy.silence(sandbox);

    await assert.rejects(store.claim([verifiedEvent()]), StoreUnavailable);
    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
  });
});
