import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { Journal } from "../../chaos/oracle/journal.ts";
import type { Backlog } from "../../chaos/oracle/oracle.ts";
import type { Progress } from "../../chaos/oracle/read-database.ts";
import { type Eyes, Watch } from "../../chaos/watch.ts";
import { until } from "../../support/until.ts";

const nothing: Progress = { stored: 7, repeated: 0, pending: 0, unannounced: 0, deadlocks: 0 };

/** What the watch sees; undefined is away. */
interface Seen {
  store: Progress | undefined;
  queues: Backlog | undefined;
}

function eyesOn(seen: Seen): Eyes {
  const look = async <T>(part: T | undefined): Promise<T> => part ?? assert.fail("away");
  return {
    journal: new Journal("shop"),
    heard: 3,
    lookAtStore: () => look(seen.store),
    lookAtQueues: () => look(seen.queues),
  };
}

async function watching(seen: Seen, work: (watch: Watch) => Promise<void>): Promise<void> {
  const watch = new Watch(eyesOn(seen));
  await work(watch).finally(() => watch.stop());
}

const says = (watch: Watch, words: RegExp) =>
  until(`the watch to say ${words}`, () => words.test(watch.describe()) || undefined);

suite("the watch over a run", () => {
  test("shows what is queued while the database is away, and of the database what was seen last", async () => {
    const seen: Seen = { store: undefined, queues: { queued: 400, unheard: 0 } };
    await watching(seen, async (watch) => {
      await says(watch, /\? stored, 3 heard, 400 queued, \? pending/);
      assert.equal(watch.waiting, 400);
      seen.store = nothing;
      await says(watch, /7 stored.* 0 pending/);
      Object.assign(seen, { store: undefined, queues: { queued: 500, unheard: 0 } });
      await says(watch, /7 stored.* 500 queued, 0 pending/);
    });
  });

  for (const away of ["store", "queues"] as const) {
    test(`is not at rest while the ${away} cannot be seen`, async () => {
      const seen: Seen = { store: nothing, queues: { queued: 0, unheard: 0 } };
      await watching(seen, async (watch) => {
        await until("rest", () => watch.isAtRest || undefined);
        seen[away] = undefined;
        await until("unrest", () => !watch.isAtRest || undefined);
      });
    });
  }
});
