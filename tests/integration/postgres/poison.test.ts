import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { messagesOf } from "../../support/core/messages.ts";
import { type Journal, journal } from "../../support/core/ports.ts";
import { claimsOf, countRows } from "../../support/postgres/claims.ts";
import { processorOn } from "../../support/postgres/processor.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";

describe("a record that PostgreSQL fails on", () => {
  let database: TestDatabase;
  let query: DatabasePool;
  let to: Journal;

  beforeEach(async () => {
    database = await createTestDatabase();
    query = await database.pool("fluxa_query", { poolSize: 1 });
    to = journal();
    // Of no class that a record can cause, for two producers' ids.
    await asMigrator(sql.unsafe`
      create function fail_on_poison() returns trigger language plpgsql as $$ begin
        if new.source_id = 'poison' then raise exception 'no reason' using errcode = 'XX000'; end if;
        if new.source_id = 'staller' then perform pg_sleep(60); end if;
        return new;
      end $$
    `);
    await asMigrator(sql.unsafe`
      create trigger fail_on_poison before insert on event for each row execute function fail_on_poison()
    `);
  });
  afterEach(() => database.drop());

  test("again and again is judged, and the others are stored as if it were not there", async () => {
    const work = processorOn(await database.pool("fluxa_processor"), to);
    const messages = await messagesOf(["a", "poison", "b"], to, { receiveCount: 8 });
    assert.deepEqual(await work(messages), []);
    assert.deepEqual(
      to.letters.map(({ failureType, message }) => [failureType, message.messageId]),
      [["attempts_exhausted", messages[1]?.messageId]],
    );
    assert.match(to.letters[0]?.failureReason ?? "", /failed 8 times while others were stored, .*XX000/);
    assert.equal(await countRows(query, "event"), 2);
  });

  test("is judged alone in its batch, too, and what was stored for a comparison is not there", async () => {
    const work = processorOn(await database.pool("fluxa_processor"), to);
    assert.deepEqual(await work(await messagesOf(["a"], to)), []);
    const before = await contents();
    assert.deepEqual(await work(await messagesOf(["poison"], to, { receiveCount: 30 })), []);
    assert.deepEqual(
      to.letters.map(({ failureType }) => failureType),
      ["attempts_exhausted"],
    );
    assert.deepEqual(await contents(), before);
  });

  test("too slowly takes nobody with it once it is a suspect, and is not judged, as a slow store would do the same", async () => {
    const pool = await database.pool("fluxa_processor", { statementTimeoutMs: 500 });
    const work = processorOn(pool, to);
    const fresh = await messagesOf(["a", "b"], to);
    const suspects = await messagesOf(["staller", "c"], to, { receiveCount: 9 });
    const [staller, other] = suspects;
    assert.ok(staller && other);
    const failed = await work([{ ...staller, receiveCount: 10 }, other, ...fresh]);
    assert.deepEqual(failed, [staller.messageId]);
    assert.equal(await countRows(query, "event"), 3);
    assert.deepEqual(to.letters, []);
  });

  async function asMigrator(statement: ReturnType<typeof sql.unsafe>): Promise<void> {
    const migrator = await database.pool("fluxa_migrator", { poolSize: 1 });
    await migrator.query(statement);
  }

  /** Everything that a claim writes. */
  async function contents() {
    const { rows } = await query.query(
      sql.type(v.strictObject({ id: v.string() }))`select event_id::text as id from claim`,
    );
    const ids = rows.map(({ id }) => id);
    const claims = [...(await claimsOf(query, ids)).values()];
    return { claims, events: await countRows(query, "event"), pending: await countRows(query, "outbox") };
  }
});
