import assert from "node:assert/strict";
import { before, test } from "node:test";
import { depth, drain, eventIdsOf, subscribe } from "../support/local/aws.ts";
import { accepted, post } from "../support/local/client.ts";
import { type Oracle, openDatabase } from "../support/local/database.ts";
import { authorized, transaction } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { type Instance, startInstance } from "../support/local/instance.ts";
import { until } from "../support/until.ts";

const senders = 20;
const events = 200;
const observer = "observer";
let fluxa: Instance;
let database: Oracle;

before(async () => {
  fluxa = await startInstance({ dataDir: await temporaryFolder() });
  database = await openDatabase(fluxa);
  await subscribe(fluxa, observer);
});

test("20 concurrent senders of the same 200 events leave 200 rows, 200 announcements and no deadlock", async () => {
  const ids = await Promise.all(Array.from({ length: senders }, (_, sender) => sendAll(sender)));

  const distinct = new Set(ids.flat());
  assert.equal(distinct.size, events);
  const repeats = senders * events - events;
  const totals = await until("all acceptances to be accounted for", async () => {
    const now = await database.totals();
    return now.duplicates >= repeats && now.notified >= events ? now : undefined;
  });
  assert.deepEqual(totals, {
    claims: events,
    notified: events,
    duplicates: repeats,
    conflicts: 0,
    outbox: 0,
    dead: 0,
  });
  assert.deepEqual(await database.storedCounts(), new Map([...distinct].map((id) => [id, 1])));
  await until("the queue to be empty", async () =>
    (await depth(fluxa, "fluxa-events")) === 0 ? true : undefined,
  );
  assert.deepEqual(eventIdsOf(await drain(fluxa, observer)).toSorted(), [...distinct].toSorted());
  // PostgreSQL's backends report what they counted with a delay.
  await until("the statistics", async () =>
    (await database.statistics()).outboxInserts >= events ? true : undefined,
  );
  assert.deepEqual(await database.statistics(), { outboxInserts: events, deadlocks: 0 });
});

/** Each sender begins elsewhere, so that the same events meet in different orders. */
async function sendAll(sender: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < events; index += 1) {
    const event = authorized(`event-${(index + sender * 10) % events}`, transaction());
    ids.push(accepted(await post(fluxa.apiUrl, event)).eventId);
  }
  return ids;
}
