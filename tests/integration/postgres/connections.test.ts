import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type DatabasePool, sql } from "slonik";
import { messagesOf } from "../../support/core/messages.ts";
import { type Journal, journal } from "../../support/core/ports.ts";
import { TestQueue } from "../../support/core/queue.ts";
import { countRows } from "../../support/postgres/claims.ts";
import { type OwnServer, startOwnServer } from "../../support/postgres/own-server.ts";
import { processorOn } from "../../support/postgres/processor.ts";
import { statistics } from "../../support/postgres/statistics.ts";
import { createTestDatabase, makeTemplate, type TestDatabase } from "../../support/postgres/test-database.ts";

/** Small enough that circuits probe every second, as the tests wait for them. */
const backoff = { shortest: 1, longest: 15 };
const processors = 20;

describe("twenty processors on a server with 25 connections", () => {
  let server: OwnServer;
  let database: TestDatabase;
  let to: Journal;

  before(async () => {
    server = await startOwnServer({ max_connections: "25" });
    await makeTemplate(server.superuserUrl);
  });
  after(() => server.remove());
  beforeEach(async () => {
    database = await createTestDatabase();
    to = journal();
  });
  afterEach(() => database.drop());

  test("store a burst once each, and judge nobody", async () => {
    const queue = await queueOf(2_000);
    await drain(queue, await crowd());
    await assertAllStored(2_000);
  });

  test("do so too when others hold most of the connections for a while", async () => {
    const queue = await queueOf(1_000);
    const others = await Promise.all(Array.from({ length: 18 }, () => held()));
    const draining = drain(queue, await crowd());
    await pause(3_000);
    for (const release of others) await release();
    await draining;
    await assertAllStored(1_000);
  });

  test("do so too when the server is killed and started again meanwhile", async () => {
    const queue = await queueOf(1_000);
    const workers = await crowd();
    await queue.receive((batch) => firstOf(workers)(batch));
    await server.kill();
    const draining = drain(queue, workers);
    await pause(2_000);
    await server.start();
    await draining;
    await assertAllStored(1_000);
  });

  test("do so too through a failover: connections cut, then read-only for a while", async () => {
    const queue = await queueOf(1_000, 30);
    const workers = await crowd();
    await queue.receive((batch) => firstOf(workers)(batch));
    const superuser = await database.pool("superuser", { poolSize: 1 });
    await readOnly(superuser, true);
    const draining = drain(queue, workers);
    await pause(2_000);
    await readOnly(superuser, false);
    await draining;
    await assertAllStored(1_000);
  });

  async function queueOf(events: number, receiveCount = 1): Promise<TestQueue> {
    const ids = Array.from({ length: events }, (_, index) => `order-${index}`);
    return new TestQueue(await messagesOf(ids, to, { receiveCount }));
  }

  function crowd() {
    return Promise.all(
      Array.from({ length: processors }, async () =>
        processorOn(await database.pool("fluxa_processor", { poolSize: 2 }), to, { backoff }),
      ),
    );
  }

  async function drain(queue: TestQueue, workers: Awaited<ReturnType<typeof crowd>>): Promise<void> {
    await Promise.all(
      workers.map(async (work) => {
        while (!queue.empty) {
          await queue.receive(work);
          // What was given back comes again after its back-off, which is shortened here.
          await pause(20);
        }
      }),
    );
  }

  /** A connection that somebody else holds; call it to release it. */
  async function held(): Promise<() => Promise<void>> {
    const pool = await database.pool("fluxa_query", { poolSize: 1 });
    await pool.query(sql.unsafe`select 1`);
    return () => pool.end();
  }

  async function readOnly(superuser: DatabasePool, on: boolean): Promise<void> {
    await superuser.query(sql.unsafe`
      alter system set default_transaction_read_only = ${on ? sql.fragment`on` : sql.fragment`off`}
    `);
    await superuser.query(sql.unsafe`select pg_reload_conf()`);
    await superuser.query(sql.unsafe`
      select pg_terminate_backend(pid) from pg_stat_activity where usename = 'fluxa_processor'
    `);
  }

  async function assertAllStored(events: number): Promise<void> {
    const query = await database.pool("fluxa_query", { poolSize: 1 });
    assert.equal(await countRows(query, "event"), events);
    assert.equal(await countRows(query, "claim"), events);
    assert.equal(await countRows(query, "dead_event"), 0);
    assert.equal(to.letters.length, 0);
    assert.equal((await statistics(query)).deadlocks, 0);
    const announced = new Set(to.published.map(({ eventId }) => eventId)).size;
    assert.equal(announced + (await countRows(query, "outbox")), events);
  }
});

function firstOf<T>([first]: readonly T[]): T {
  assert.ok(first);
  return first;
}
