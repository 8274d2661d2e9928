import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { type DatabasePool, type QuerySqlToken, sql } from "slonik";
import { claimRecord } from "../../../runtime/adapters/postgres/claim-record.ts";
import { beforeAll } from "../../../runtime/operations/replay/before-all.ts";
import { claimBatch } from "../../../sql/queries/claim-batch.ts";
import { clearOutbox } from "../../../sql/queries/clear-outbox.ts";
import { deadReceipt } from "../../../sql/queries/dead-receipt.ts";
import { leaseOutbox } from "../../../sql/queries/lease-outbox.ts";
import { payload } from "../../../sql/queries/payload.ts";
import { receipt } from "../../../sql/queries/receipt.ts";
import { countSlice, replaySlice } from "../../../sql/queries/replay-slice.ts";
import { tablesReadWhole } from "../../support/postgres/plan-of.ts";
import { createTestDatabase, type TestDatabase } from "../../support/postgres/test-database.ts";
import { verifiedEvent } from "../../support/postgres/verified-event.ts";

/** Enough that reading all of them is clearly the worse plan. */
const events = 40_000;
const batch = 10;

const ids = Array.from({ length: batch }, () => randomUUID());
const records = ids.map((eventId) => claimRecord(verifiedEvent({ eventId })));
const [someId = ""] = ids;

/** A type that is rare, and a time that holds all. */
const replayed = { from: new Date().toISOString(), to: "2100-01-01T00:00:00Z", types: ["none"] };

interface Statement {
  readonly name: string;
  readonly role: "fluxa_processor" | "fluxa_query" | "fluxa_operator";
  readonly token: QuerySqlToken;
  /** Whether it is prepared, and planned for whatever values come. @default true */
  readonly prepared?: boolean;
}

const statements: readonly Statement[] = [
  { name: "claiming a batch", role: "fluxa_processor", token: claimBatch(records, 60) },
  { name: "clearing the outbox", role: "fluxa_processor", token: clearOutbox(ids) },
  {
    name: "leasing notifications",
    role: "fluxa_processor",
    token: leaseOutbox(100, 60, 65_536),
    prepared: false,
  },
  { name: "reading a receipt", role: "fluxa_query", token: receipt(someId, "shop", 65_536) },
  {
    name: "reading a dead event's receipt",
    role: "fluxa_query",
    token: deadReceipt(someId, "shop"),
    prepared: false,
  },
  {
    name: "reading a slice to announce again",
    role: "fluxa_operator",
    token: replaySlice({ selection: replayed, after: beforeAll(replayed), most: 250 }, 65_536),
    prepared: false,
  },
  {
    name: "counting what is to be announced again",
    role: "fluxa_operator",
    token: countSlice({ selection: replayed, after: beforeAll(replayed), most: 250 }),
    prepared: false,
  },
  { name: "reading a payload", role: "fluxa_query", token: payload(someId, "shop") },
];

describe("among many rows", () => {
  let database: TestDatabase;

  before(async () => {
    database = await createTestDatabase();
    await seed(await database.pool("fluxa_migrator"));
  });
  after(() => database.drop());

  for (const { name, role, token, prepared = true } of statements) {
    for (const kind of prepared ? (["custom", "generic"] as const) : (["custom"] as const)) {
      test(`${name} reads no large table as a whole with a ${kind} plan`, async () => {
        assert.deepEqual(await tablesReadWhole(await database.pool(role), token, kind), []);
      });
    }
  }
});

/** Events of the last two months with their claims, all of them pending and some due, and as many dead ones. */
async function seed(owner: DatabasePool): Promise<void> {
  await owner.query(sql.unsafe`select create_event_partitions(1)`);
  await owner.query(sql.unsafe`
    with fresh as (
      select gen_random_uuid() as event_id, sha256(place::text::bytea) as fingerprint, place,
        now() + place * interval '1 minute' as received_at
      from generate_series(1, ${events}::int) as place
    ), claimed as (
      insert into claim (event_id, producer, fingerprint, type, acceptance_id, received_at)
      select event_id, 'shop', fingerprint, 'transaction.authorized', gen_random_uuid(), received_at from fresh
    ), waiting as (
      insert into outbox (event_id, received_at, lease_until)
      select event_id, received_at, now() + (place - 500) * interval '1 second'
      from fresh
    ), dead as (
      insert into dead_event (message_id, event_id, producer, failure_type, failure_reason, attempts, correlation_id)
      select event_id::text, event_id, 'shop', 'schema_violation', 'on purpose', 1, 'c' from fresh
    )
    insert into event (
      received_at, event_id, producer, source, source_id, type, user_id, correlation_id, fingerprint,
      payload_bytes, data
    )
    select received_at, event_id, 'shop', '/producers/shop', place::text, 'transaction.authorized', 'user-1', 'c',
      fingerprint, 2, '{}'
    from fresh
  `);
  for (const table of ["claim", "event", "outbox", "dead_event"]) {
    await owner.query(sql.unsafe`analyze ${sql.identifier([table])}`);
  }
}
