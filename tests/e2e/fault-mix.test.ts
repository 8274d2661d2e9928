import assert from "node:assert/strict";
import { before, test } from "node:test";
import { accepted, post } from "../support/local/client.ts";
import { type Oracle, openDatabase } from "../support/local/database.ts";
import { authorized, transaction } from "../support/local/events.ts";
import { type Faulty, startFaulty } from "../support/local/faulty.ts";
import { until } from "../support/until.ts";

const mix = [
  "gateway=cut-after@0.02",
  "ingest=crash@0.02",
  "process=crash-after@0.1",
  "event-source=duplicate@0.1",
  "event-source=reorder:300@0.1",
  "sqs.send=refuse@0.05",
  "sns.publish=refuse-some@0.2",
  "process.claim=crash-after@0.1",
  "process.claim=cut-after@0.1",
  "process.clear=crash@0.1",
  "database.statement=slow:50@0.1",
  "database.connect=refuse@0.1",
];
const events = 200;
const senders = 8;
// Many sandboxes die and are made anew, which a busy machine takes its time for.
const patience = { seconds: 150 };
let fluxa: Faulty;
let database: Oracle;

before(async () => {
  fluxa = await startFaulty(11);
  database = await openDatabase(fluxa.running.instance);
});

test("a mix of faults and 200 events: each is stored once and notified, and none is dead", async () => {
  await fluxa.running.faults.set(mix);
  const promised = await sendAll();

  const stored = await until(
    "everything to be stored",
    async () => {
      const counts = await database.storedCounts();
      return promised.every((id) => counts.has(id)) ? counts : undefined;
    },
    patience,
  );
  assert.deepEqual([...new Set(stored.values())], [1]);
  assert.equal(stored.size, events);
  await fluxa.running.faults.set([]);
  const totals = await until(
    "everything to be notified",
    async () => {
      const now = await database.totals();
      return now.notified === now.claims && now.outbox === 0 ? now : undefined;
    },
    patience,
  );
  assert.equal(totals.dead, 0);
  const counts = await fluxa.running.faults.counts();
  const strikes = mix.filter((rule) => counts[rule] !== undefined);
  assert.ok(strikes.length >= 6, `only ${strikes.join(", ")} struck`);
});

/** Sends each as often as it takes to get a 202. */
async function sendAll(): Promise<readonly string[]> {
  const waiting = Array.from({ length: events }, (_, index) => index);
  const promised: string[] = [];
  const sender = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) promised.push(await send(next));
  };
  await Promise.all(Array.from({ length: senders }, sender));
  return promised;
}

function send(index: number): Promise<string> {
  return until(`event ${index} to get a 202`, async () => {
    const reply = await post(fluxa.apiUrl, authorized(`event-${index}`, transaction({ index })));
    return reply.status === 202 ? accepted(reply).eventId : undefined;
  });
}
