import { randomUUID } from "node:crypto";
import { sql } from "slonik";
import * as v from "valibot";
import { newId } from "../../../runtime/adapters/identifiers.ts";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { fingerprintOf } from "../../../runtime/core/identity.ts";
import { canonicalJson } from "../../../runtime/core/json/canonical-json.ts";
import type { ProcessorStore } from "../../../runtime/ports/processor-store.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { eventOfSize } from "../../harness/event-mix.ts";
import { emptyTables } from "../../harness/oracle.ts";
import type { Plan } from "./plan.ts";
import { connectAs, type Samples, type Side, type Sides } from "./side.ts";

const lanes = 4;
const batch = 100;
const kib = 1_024;
const leaseSeconds = 60;
const Nothing = v.strictObject({});

/** Claims, stores and clears batches of new events of 1 KiB; events a second. */
export async function claimRates(
  { small, large }: Sides,
  { rounds, claimSeconds }: Plan,
  signal: AbortSignal,
): Promise<Samples> {
  const samples = { small: [] as number[], large: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    signal.throwIfAborted();
    await emptyTables(small.pool, []);
    samples.small.push(await rateOf(small, claimSeconds));
    await large.pool.query(sql.type(Nothing)`checkpoint`);
    samples.large.push(await rateOf(large, claimSeconds));
  }
  return samples;
}

/** @throws Error when a new event is not stored. */
async function rateOf(side: Side, seconds: number): Promise<number> {
  await using connections = await connectAs(side, "fluxa_processor", lanes);
  const store = createProcessorStore(connections.pool, { leaseSeconds });
  await claimFor(store, 0.5);
  const start = performance.now();
  const claimed = await claimFor(store, seconds);
  return claimed / ((performance.now() - start) / 1_000);
}

async function claimFor(store: ProcessorStore, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  let claimed = 0;
  const lane = async () => {
    while (performance.now() < until) {
      const events = Array.from({ length: batch }, newEvent);
      const verdicts = await store.claim(events);
      if (verdicts.some((verdict) => verdict !== "stored")) throw new Error("A new event was not stored.");
      await store.clear(events.map(({ eventId }) => eventId));
      claimed += batch;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return claimed;
}

const { id, type, data } = eventOfSize(0, "growth", kib);
const canonical = canonicalJson(data);
const content = { canonical, fingerprint: fingerprintOf(canonical), payloadBytes: canonical.length };

function newEvent(): VerifiedEvent {
  return {
    ...content,
    eventId: randomUUID(),
    acceptanceId: newId(),
    correlationId: "growth",
    producer: "bench",
    receivedAt: new Date().toISOString(),
    userId: data.userId,
    event: { id, source: "/producers/bench", type },
  };
}
