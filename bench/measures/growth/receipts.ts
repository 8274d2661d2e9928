import { quantile } from "simple-statistics";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createReceiptStore } from "../../../runtime/adapters/postgres/receipt-store.ts";
import { limits } from "../../../runtime/contract/limits.ts";
import { emptyTables } from "../../harness/oracle.ts";
import { seedEvents } from "../../harness/seed.ts";
import { type Plan, smallReceipts } from "./plan.ts";
import { connectAs, type Samples, type Side, type Sides } from "./side.ts";

const Id = v.strictObject({ id: v.string() });

/** Reads receipts of events anywhere in the table, one after the other; p50 in milliseconds. */
export async function receiptTimes(
  { small, large }: Sides,
  { rounds, receipts }: Plan,
  signal: AbortSignal,
): Promise<Samples> {
  await emptyTables(small.pool, []);
  await seedEvents(small.pool, smallReceipts);
  const samples = { small: [] as number[], large: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    samples.small.push(await medianOf(small, receipts));
    samples.large.push(await medianOf(large, receipts));
  }
  return samples;
}

/** @throws Error when a stored event has no receipt. */
async function medianOf(side: Side, count: number): Promise<number> {
  const ids = await someIds(side.pool, count);
  await using connections = await connectAs(side, "fluxa_query", 1);
  const store = createReceiptStore(connections.pool, { inlineBytes: limits.notificationInlineBytes });
  const times: number[] = [];
  for (const id of ids) {
    const start = performance.now();
    const facts = await store.receipt(id, "all");
    times.push(performance.now() - start);
    if (facts === undefined) throw new Error(`The stored event ${id} has no receipt.`);
  }
  return quantile(times, 0.5);
}

/** Event ids are spread evenly, so the next one after a random UUID is any of them. */
async function someIds(pool: DatabasePool, count: number): Promise<readonly string[]> {
  const rows = await pool.any(sql.type(Id)`
    select nearest.event_id as id
    from (select gen_random_uuid() as place from generate_series(1, ${count}::int)) as wanted,
      lateral (select event_id from claim where event_id >= place order by event_id limit 1) as nearest
  `);
  return rows.map(({ id }) => id);
}
