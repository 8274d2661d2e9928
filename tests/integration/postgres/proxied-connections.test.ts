import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import { type Proxied, startProxied } from "../../support/postgres/proxied.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";
import { until } from "../../support/until.ts";

describe("connections through the proxy before PostgreSQL", () => {
  let database: TestDatabase;
  let proxy: Proxied;

  before(async () => {
    database = await createTestDatabase();
    proxy = await startProxied(database);
  });
  after(async () => {
    await proxy.close();
    await database.drop();
  });
  afterEach(() => proxy.calm());

  test("a connection that is lost while it asks for types is replaced, and does not end the process", async () => {
    const store = await processor();
    proxy.strike("other", "cut");

    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
  });

  test("a connection that falls silent while it asks for types is given up, and the next one works", async () => {
    const store = await processor();
    proxy.strike("other", "silent");

    await assert.rejects(store.claim([verifiedEvent()], 300), StoreUnavailable);
    await until("a connection", () => store.claim([verifiedEvent()], 1_000).catch(() => undefined));
  });

  test("refuse: a new connection finds all taken", async () => {
    proxy.strike("connect", "refuse");
    const store = await processor();

    await assert.rejects(store.claim([verifiedEvent()]), /53300/);
    proxy.calm();
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
    proxy.silence();

    await assert.rejects(store.claim([verifiedEvent()]), StoreUnavailable);
    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
  });

  async function processor(): Promise<ProcessorStore> {
    const settings = { ...proxy.settings, poolSize: 1, statementTimeoutMs: 2_000 };
    return createProcessorStore(await database.pool("fluxa_processor", settings), { leaseSeconds: 60 });
  }
});
