import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { accepted, call, post } from "../../support/local/client.ts";
import { authorized } from "../../support/local/events.ts";
import { Fates, storedOnce } from "../../support/local/fates.ts";
import { logLines, metricLines } from "../../support/local/function-lines.ts";
import { assertRetryable } from "../../support/local/problem.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";

suite("database-outage", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    fluxa = await startTroubled();
    fates = await Fates.follow(fluxa);
  });

  /** Sends events one after the other, so that many batches meet what happens meanwhile. */
  async function trickle(prefix: string, count: number): Promise<readonly string[]> {
    const eventIds: string[] = [];
    for (let index = 0; index < count; index++) {
      eventIds.push(accepted(await post(fluxa.apiUrl, authorized(`${prefix}-${index}`))).eventId);
      await sleep(50);
    }
    return eventIds;
  }

  test("events are taken while the database is away, none is judged, and each is stored once afterwards", async () => {
    await fluxa.faults.database.stop();

    const eventIds = await trickle("away", 40);

    assertRetryable(await call(`${fluxa.apiUrl}/v1/events/${eventIds[0]}`), 503, "unavailable");
    await assertShown(fluxa, "database-outage");
    await fluxa.faults.database.start();
    assert.deepEqual(
      await fates.of(...eventIds),
      eventIds.map(() => storedOnce),
    );
  });

  test("a database that does not answer is asked only once in a while", async () => {
    await fluxa.faults.database.stop();
    const eventIds = await trickle("asked", 20);
    await fluxa.faults.database.start();
    assert.deepEqual(
      await fates.of(...eventIds),
      eventIds.map(() => storedOnce),
    );

    const givenBack = (await metricLines(fluxa.dataDir, "process")).filter((line) =>
      Object.hasOwn(line, "BatchItemFailures"),
    );
    // Only who asks the database tells how long that took.
    const withheld = givenBack.filter((line) => !Object.hasOwn(line, "StoreLatency"));
    assert.ok(withheld.length > 0, `all ${givenBack.length} batches that were given back had asked`);
    const lines = await logLines(fluxa.dataDir, ["process"]);
    assert.ok(
      lines.some(({ message, dependency }) => message === "circuit closed" && dependency === "store"),
    );
  });

  test("a failover loses nothing, judges nobody and stores nothing twice", async () => {
    const failover = fluxa.faults.database.failOver(1_500);

    const eventIds = await trickle("failover", 20);

    await failover;
    assert.deepEqual(
      await fates.of(...eventIds),
      eventIds.map(() => storedOnce),
    );
  });

  test("a server that is killed loses nothing that was stored, and stores nothing twice", async () => {
    const killed = fluxa.faults.database.kill();

    const eventIds = await trickle("killed", 20);

    await killed;
    assert.deepEqual(
      await fates.of(...eventIds),
      eventIds.map(() => storedOnce),
    );
    assert.equal((await fates.database.statistics()).deadlocks, 0);
  });
});
