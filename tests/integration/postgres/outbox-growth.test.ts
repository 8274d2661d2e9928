import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";

const rounds = 10;
const batches = 10;
const batch = 100;

const Size = v.strictObject({ bytes: v.number(), dead: v.number() });
const Options = v.strictObject({ options: v.array(v.string()) });

describe("the outbox under churn", () => {
  let database: TestDatabase;
  let owner: DatabasePool;

  before(async () => {
    database = await createTestDatabase();
    owner = await database.pool("fluxa_migrator");
  });
  after(() => database.drop());

  test("stops growing, however many notifications go through it", async () => {
    const sizes: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await churn();
      const { bytes, dead } = await vacuumed();
      assert.equal(dead, 0);
      sizes.push(bytes);
    }
    // Its index splits pages until it has found its size; rows that stayed would add as much with each round.
    const [half = 0, whole = 0] = [sizes[rounds / 2], sizes.at(-1)];
    assert.ok(whole <= half * 1.25, `bytes after each round: ${sizes.join(", ")}`);
  });

  test("is vacuumed by the number of its dead rows, however few it holds", async () => {
    const options = await owner.oneFirst(
      sql.type(Options)`select reloptions as options from pg_class where oid = 'outbox'::regclass`,
    );
    assert.ok(options.includes("autovacuum_vacuum_scale_factor=0"), options.join(", "));
    assert.ok(options.includes("autovacuum_vacuum_threshold=1000"), options.join(", "));
  });

  /** Stores and announces a round of events, as processors do. */
  async function churn(): Promise<void> {
    const store = createProcessorStore(await database.pool("fluxa_processor"), { leaseSeconds: 60 });
    for (let number = 0; number < batches; number++) {
      const events = Array.from({ length: batch }, () => verifiedEvent());
      await store.claim(events);
      await store.clear(events.map(({ eventId }) => eventId));
    }
  }

  /** What autovacuum does after a thousand dead rows, done now. */
  async function vacuumed() {
    await owner.query(sql.unsafe`vacuum outbox`);
    return owner.one(sql.type(Size)`
      select pg_total_relation_size('outbox')::float8 as bytes,
        (select n_dead_tup::int4 from pg_stat_all_tables where relid = 'outbox'::regclass) as dead
    `);
  }
});
