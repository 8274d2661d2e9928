import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { before, suite, test } from "node:test";
import { accepted, call, post } from "../../support/local/client.ts";
import { authorized } from "../../support/local/events.ts";
import { Fates, storedOnce } from "../../support/local/fates.ts";
import { metricLines, metricSum } from "../../support/local/function-lines.ts";
import { assertRetryable } from "../../support/local/problem.ts";
import { assertShown } from "../../support/local/signs.ts";
import { startTroubled, type Troubled } from "../../support/local/troubled.ts";
import { until } from "../../support/until.ts";

suite("connection-exhaustion", () => {
  let fluxa: Troubled;
  let fates: Fates;

  before(async () => {
    fluxa = await startTroubled({ processConcurrency: 5 });
    fates = await Fates.follow(fluxa);
    assert.equal((await read(randomUUID())).status, 404);
    // Both have their connections, and leave those that are refused to the processor.
    await until("the relay to have run", async () => {
      const ran = await metricLines(fluxa.dataDir, "relay");
      return ran.length > 0 ? true : undefined;
    });
  });

  const read = (eventId: string) => call(`${fluxa.apiUrl}/v1/events/${eventId}`);

  const storing = () => metricSum(fluxa.dataDir, "process", "StoreLatency");

  /** Until a processor has tried in vain: how long it takes to get there is the machine's affair. */
  async function exhaustUntilMet(): Promise<void> {
    const before = await storing();
    do await fluxa.faults.database.exhaust(6_000);
    while ((await storing()) === before);
  }

  test("a connection that is refused for a moment is tried for again, and nothing is given back", async () => {
    const rule = "database.connect=refuse@1x2";
    await fluxa.faults.set([rule]);

    const { eventId } = accepted(await post(fluxa.apiUrl, authorized("alone")));

    assert.deepEqual(await fates.of(eventId), [storedOnce]);
    assert.equal((await fluxa.faults.counts())[rule], 2);
    assert.equal(await metricSum(fluxa.dataDir, "process", "BatchItemFailures"), 0);
  });

  test("a burst without any free connection is taken, judged by nobody and stored once each afterwards", async () => {
    const exhausted = exhaustUntilMet();
    assertRetryable(await read(randomUUID()), 503, "unavailable");

    const replies = await Promise.all(
      Array.from({ length: 60 }, (_, index) => post(fluxa.apiUrl, authorized(`burst-${index}`))),
    );

    const eventIds = replies.map((reply) => accepted(reply).eventId);
    await exhausted;
    assert.deepEqual(
      await fates.of(...eventIds),
      eventIds.map(() => storedOnce),
    );
    await assertShown(fluxa, "connection-exhaustion");
  });
});
