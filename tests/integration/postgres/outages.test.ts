import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, type TestContext, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import { StoreUnavailable } from "../../../runtime/ports/store-errors.ts";
import type { DatabaseSettings } from "../../../sql/pool.ts";
import { besideTransaction } from "../../support/postgres/beside-transaction.ts";
import { startProxied } from "../../support/postgres/proxied.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";
import { until } from "../../support/until.ts";

describe("when the database is away", () => {
  let database: TestDatabase;
  let superuser: DatabasePool;

  beforeEach(async () => {
    database = await createTestDatabase();
    superuser = await database.pool("superuser");
  });
  afterEach(() => database.drop());

  test("a pool opens without it, says so at the first statement, and works once it is there", async () => {
    await limitConnections(0);
    const store = await processor();

    await assert.rejects(store.claim([verifiedEvent()]), StoreUnavailable);
    await limitConnections(-1);

    assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
  });

  test("a port where nothing listens is an outage", async () => {
    const store = await processor({ port: 1 });

    await assert.rejects(
      store.claim([verifiedEvent()]),
      (error) => error instanceof StoreUnavailable && !error.connectionsExhausted,
    );
  });

  test("too many connections are an outage", async () => {
    await limitConnections(0);
    const store = await processor();

    await assert.rejects(store.claim([verifiedEvent()]), /53300/);
    await assert.rejects(
      store.claim([verifiedEvent()]),
      (error) => error instanceof StoreUnavailable && error.connectionsExhausted,
    );
  });

  test("a login that fails, as during a change of credentials, is an outage", async () => {
    const store = await processor({ password: "another" });

    await assert.rejects(store.claim([verifiedEvent()]), StoreUnavailable);
  });

  test("a server that became read-only in a failover is an outage", async () => {
    await superuser.query(
      sql.unsafe`alter database ${sql.identifier([database.name])} set default_transaction_read_only = on`,
    );
    const store = await processor();

    await assert.rejects(store.claim([verifiedEvent()]), StoreUnavailable);
  });

  test("killed idle connections are replaced without anyone noticing", async () => {
    const store = await processor({ poolSize: 3 });
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => store.claim([verifiedEvent()])));
    const killed = await killBackends();
    assert.ok(killed > 0);

    await until("the killed backends to be gone", async () => (await backends()) === 0 || undefined);
    const verdicts = await Promise.all([1, 2, 3, 4, 5, 6].map(() => store.claim([verifiedEvent()])));

    assert.deepEqual(verdicts.flat(), Array(6).fill("stored"));
  });

  test("a connection that is killed in the middle of a statement is an outage, and the next one works", async () => {
    const store = await processor();
    const event = verifiedEvent();
    await whileLocked(event.eventId, async () => {
      const claiming = assert.rejects(store.claim([event]), StoreUnavailable);
      await until("a backend to be killed", async () => (await killBackends("waiting")) > 0 || undefined);
      await claiming;
    });

    assert.deepEqual(await store.claim([event]), ["stored"]);
  });

  test("a statement that takes too long is an outage, not a verdict", async () => {
    const store = await processor({ statementTimeoutMs: 1_500 });
    const event = verifiedEvent();
    await whileLocked(event.eventId, async () => {
      await assert.rejects(store.claim([event]), StoreUnavailable);
    });

    assert.deepEqual(await store.claim([event]), ["stored"]);
  });

  test("a server that fell silent is given up, and the pool has room for a new connection", async () => {
    const proxy = await startProxied(database);
    try {
      const store = await processor({
        ...proxy.settings,
        poolSize: 1,
        statementTimeoutMs: 3_000,
      });
      await store.claim([verifiedEvent()]);
      proxy.silence();

      await assert.rejects(store.claim([verifiedEvent()]), StoreUnavailable);
      assert.deepEqual(await store.claim([verifiedEvent()]), ["stored"]);
    } finally {
      await proxy.close();
    }
  });

  test("connections that died while the sandbox was frozen are found and replaced before a statement", async (t) => {
    const proxy = await startProxied(database);
    try {
      const store = await processor({ ...proxy.settings, poolSize: 2 });
      await Promise.all([store.claim([verifiedEvent()]), store.claim([verifiedEvent()])]);
      proxy.silence();
      passTime(t, 60_000);

      const events = [verifiedEvent(), verifiedEvent()] as const;
      const verdicts = await Promise.all(events.map((event) => store.claim([event])));

      assert.deepEqual(verdicts, [["stored"], ["stored"]]);
    } finally {
      await proxy.close();
    }
  });

  test("what is our own fault is neither an outage nor a rejected record", async () => {
    await superuser.query(sql.unsafe`revoke insert on outbox from fluxa_processor`);
    const store = await processor();

    await assert.rejects(store.claim([verifiedEvent()]), (error: Error & { code?: string }) => {
      assert.ok(!(error instanceof StoreUnavailable));
      assert.equal(error.code, "42501");
      return true;
    });
  });

  async function processor(options: Partial<DatabaseSettings> = {}): Promise<ProcessorStore> {
    return createProcessorStore(await database.pool("fluxa_processor", options), { leaseSeconds: 60 });
  }

  async function limitConnections(limit: 0 | -1): Promise<void> {
    await superuser.query(sql.unsafe`
      alter database ${sql.identifier([database.name])} connection limit ${limit === 0 ? sql.fragment`0` : sql.fragment`-1`}
    `);
  }

  /** Kills the processor's connections, or only those that wait for a lock, and counts them. */
  async function killBackends(which: "all" | "waiting" = "all"): Promise<number> {
    return superuser.oneFirst(sql.type(Count)`
      select count(*) filter (where pg_terminate_backend(pid))::int4 as count from pg_stat_activity
      where datname = current_database() and usename = 'fluxa_processor'
        and (${which} = 'all' or (state = 'active' and wait_event_type = 'Lock'))
    `);
  }

  async function backends(): Promise<number> {
    return superuser.oneFirst(sql.type(Count)`
      select count(*)::int4 as count from pg_stat_activity
      where datname = current_database() and usename = 'fluxa_processor'
    `);
  }

  /** Does something while another transaction has claimed this event and is still open. */
  async function whileLocked(eventId: string, work: () => Promise<void>): Promise<void> {
    const other = await database.pool("superuser", { poolSize: 1 });
    const insert = sql.unsafe`
      insert into claim (event_id, producer, fingerprint, type, acceptance_id, received_at)
      values (${eventId}::uuid, 'p', sha256('x'), 't', gen_random_uuid(), now())
    `;
    await besideTransaction(other, insert, work, { rollBack: true });
  }
});

const Count = v.strictObject({ count: v.number() });

/** Moves the wall clock, and no timer, as a thaw does. */
function passTime(t: TestContext, milliseconds: number): void {
  const later = Date.now() + milliseconds;
  t.mock.method(Date, "now", () => later);
}
