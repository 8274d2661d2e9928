import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import { createOutboxStore } from "../../../runtime/adapters/postgres/outbox-store.ts";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { Circuit } from "../../../runtime/core/circuit.ts";
import { relay } from "../../../runtime/core/relay.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import type { DatabaseSettings } from "../../../sql/pool.ts";
import { messagesOf } from "../../support/core/messages.ts";
import { type Journal, journal, processPorts } from "../../support/core/ports.ts";
import { countRows } from "../../support/postgres/claims.ts";
import { processorOn } from "../../support/postgres/processor.ts";
import { type Proxied, startProxied } from "../../support/postgres/proxied.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";
import { until } from "../../support/until.ts";

const plenty = 20_000;

describe("a connection that cannot be had", () => {
  let database: TestDatabase;
  let superuser: DatabasePool;
  let proxy: Proxied;

  beforeEach(async () => {
    database = await createTestDatabase();
    superuser = await database.pool("superuser");
    proxy = await startProxied(database);
  });
  afterEach(async () => {
    await database.drop();
    await proxy.close();
  });

  test("because there are too many is tried for until there is one", async () => {
    await limitConnections(0);
    const claiming = createProcessorStore(await pool(), { leaseSeconds: 60 }).claim(
      [verifiedEvent()],
      plenty,
    );
    await until("three attempts", () => proxy.met.length >= 3 || undefined);
    await limitConnections(-1);
    assert.deepEqual(await claiming, ["stored"]);
  });

  test("because the login is refused is not tried for again", async () => {
    const store = createProcessorStore(await pool({ password: "another" }), { leaseSeconds: 60 });
    await assert.rejects(store.claim([verifiedEvent()], plenty), StoreUnavailable);
    assert.equal(proxy.met.length, 1);
  });

  test("that says nothing for as long as there is time is an outage, and gives its place in the pool away", {
    timeout: 30_000,
  }, async () => {
    const store = createProcessorStore(await pool(), { leaseSeconds: 60 });
    await store.claim([verifiedEvent()]);
    proxy.silence();
    await assert.rejects(store.claim([verifiedEvent()], 300), StoreUnavailable);
    // The pool has one place, and the dead connection must not keep it.
    assert.deepEqual(await store.claim([verifiedEvent()], plenty), ["stored"]);
  });

  test("and then a frozen sandbox's dead sockets are replaced, and nothing of the batch is given back", async (t) => {
    const to = journal();
    const work = processorOn(await pool({ poolSize: 2 }), to);
    assert.deepEqual(await work(await messagesOf(["a"], to)), []);
    proxy.silence();
    const thawed = Date.now() + 600_000;
    t.mock.method(Date, "now", () => thawed);
    assert.deepEqual(await work(await messagesOf(["b", "c"], to, { receiveCount: 30 })), []);
    assert.equal(to.published.length, 3);
  });

  describe("when the reply to a commit is lost", () => {
    /** An event that is stored, and whose processor does not know. */
    async function loseReply(to: Journal) {
      const messages = await messagesOf(["a"], to);
      const work = processorOn(await pool(), to, { leaseSeconds: 0, timeMs: 2_000 });
      assert.deepEqual(await work(await messagesOf(["before"], to)), []);
      to.published.length = 0;
      proxy.strike("claim", "silent-after");
      const failed = await work(messages);
      assert.deepEqual(
        failed,
        messages.map(({ messageId }) => messageId),
      );
      await until("the commit", async () => (await countRows(superuser, "event")) === 2 || undefined);
      return messages.map((message) => ({ ...message, receiveCount: 2 }));
    }

    test("the statement is not sent again, and the redelivery stores and announces nothing", async () => {
      const to = journal();
      const redelivered = await loseReply(to);
      assert.equal(await countRows(superuser, "claim"), 2);

      const work = processorOn(await pool(), to);
      assert.deepEqual(await work(redelivered), []);
      assert.deepEqual([to.published.length, to.metrics.get("Redelivered")], [0, 1]);
      assert.equal(await countRows(superuser, "event"), 2);
    });

    test("the relay announces the event, once", async () => {
      const to = journal();
      await processorOn(await pool(), to)(await loseReply(to));

      assert.equal(await relay(await relayPorts(to)), 1);
      assert.equal(await relay(await relayPorts(to)), 0);
      assert.deepEqual(
        to.published.map(({ body }) => JSON.parse(body).id),
        ["a"],
      );
      assert.equal(await countRows(superuser, "outbox"), 0);
    });
  });

  function pool(options: Partial<DatabaseSettings> = {}): Promise<DatabasePool> {
    return database.pool("fluxa_processor", { ...proxy.settings, poolSize: 1, ...options });
  }

  async function relayPorts(to: Journal) {
    const outbox = createOutboxStore(await pool(), { leaseSeconds: 60, inlineBytes: 65_536 });
    const circuit = new Circuit("topic", Date.now, Math.random, { shortestMs: 1_000, longestMs: 30_000 });
    return { ...processPorts(to), outbox, circuit };
  }

  async function limitConnections(limit: 0 | -1): Promise<void> {
    await superuser.query(sql.unsafe`
      alter database ${sql.identifier([database.name])} connection limit ${limit === 0 ? sql.fragment`0` : sql.fragment`-1`}
    `);
  }
});
