import assert from "node:assert/strict";
import { before, test } from "node:test";
import { depth, drain, eventIdsOf, subscribe } from "../support/local/aws.ts";
import { accepted, post } from "../support/local/client.ts";
import { openDatabase } from "../support/local/database.ts";
import { authorized, transaction } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { type Instance, startInstance } from "../support/local/instance.ts";
import { until } from "../support/until.ts";

const events = 500;
const killAfter = 300;
const observer = "observer";
let dataDir: string;
let fluxa: Instance;

before(async () => {
  dataDir = await temporaryFolder();
  fluxa = await startInstance({ dataDir });
  await subscribe(fluxa, observer);
});

test("what got a 202 before SIGKILL is stored once and notified after the next start", async () => {
  const taken = await sendUntilKilled();

  fluxa = await startInstance({ dataDir });

  const database = await openDatabase(fluxa);
  await until("all that was accepted to be stored", async () => {
    const stored = await database.storedCounts();
    return [...taken].every((id) => stored.has(id)) ? true : undefined;
  });
  const totals = await until("all that was stored to be announced", async () => {
    const now = await database.totals();
    return now.notified === now.claims && now.outbox === 0 ? now : undefined;
  });
  assert.equal(totals.conflicts, 0);
  assert.equal(totals.dead, 0);
  const stored = await database.storedCounts();
  assert.deepEqual([...new Set(stored.values())], [1]);
  assert.equal(stored.size, totals.claims);
  await until("the queue to be empty", async () =>
    (await depth(fluxa, "fluxa-events")) === 0 ? true : undefined,
  );
  const announced = new Set(eventIdsOf(await drain(fluxa, observer)));
  assert.deepEqual([...announced].toSorted(), [...stored.keys()].toSorted());
});

/** Sends all at once and kills everything in the middle; the ids of what was acknowledged by then. */
async function sendUntilKilled(): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  const sends = Array.from({ length: events }, async (_, index) => {
    try {
      const { eventId } = accepted(
        await post(fluxa.apiUrl, authorized(`event-${index}`, transaction({ index }))),
      );
      taken.add(eventId);
      if (taken.size === killAfter) fluxa.program.kill("SIGKILL", "group");
    } catch (error) {
      // The connection broke, which is fetch's only TypeError: nobody was told that this event is safe.
      if (!(error instanceof TypeError)) throw error;
    }
  });
  await Promise.all(sends);
  assert.ok(taken.size >= killAfter, `only ${taken.size} of ${events} events were accepted`);
  await fluxa.program.ended;
  return taken;
}
