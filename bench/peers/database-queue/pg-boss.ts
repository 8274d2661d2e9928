import { PgBoss } from "pg-boss";
import * as v from "valibot";
import type { Engine } from "./engine.ts";
import { Event } from "./event.ts";

const queue = "events";
const connections = 20;

/**
 * pg-boss as its documentation begins, with what it offers for speed: workers that are woken when a
 * job is made (LISTEN/NOTIFY), jobs in batches, and no pause while a batch comes back full.
 */
export async function pgBoss(databaseUrl: string): Promise<Engine> {
  const boss = new PgBoss({ connectionString: databaseUrl, max: connections, useListenNotify: true });
  boss.on("error", (error) => process.stderr.write(`${error}\n`));
  await boss.start();
  await boss.createQueue(queue, { notify: true });
  return {
    query: (text, values) => boss.getDb().executeSql(text, [...values]),
    async add([first, ...others]) {
      if (first === undefined) return;
      if (others.length === 0) await boss.send(queue, first);
      else
        await boss.insert(
          queue,
          [first, ...others].map((data) => ({ data })),
        );
    },
    async work(work) {
      const options = {
        batchSize: 20,
        localConcurrency: 4,
        pollingIntervalSeconds: 0.5,
        notifyPollingIntervalSeconds: 0.5,
        burstWhenBatchFull: true,
      };
      await boss.work(queue, options, async (jobs) => {
        await work(jobs.map(({ data }) => v.parse(Event, data)));
      });
    },
    stop: () => boss.stop({ graceful: true }),
  };
}
