import { Logger, makeWorkerUtils, type Runner, run } from "graphile-worker";
import * as v from "valibot";
import type { Engine } from "./engine.ts";
import { Event } from "./event.ts";

const task = "store";
const silent = new Logger(() => () => undefined);

/**
 * Graphile Worker as its documentation begins, with what its page on performance advises: jobs are
 * fetched ahead into a local queue and completed in batches.
 */
export async function graphileWorker(databaseUrl: string): Promise<Engine> {
  const shared = { connectionString: databaseUrl, logger: silent, maxPoolSize: 20 };
  const utils = await makeWorkerUtils(shared);
  await utils.migrate();
  let runner: Runner | undefined;
  return {
    query: (text, values) => utils.withPgClient((client) => client.query(text, [...values])),
    async add([first, ...others]) {
      if (first === undefined) return;
      if (others.length === 0) await utils.addJob(task, first);
      else await utils.addJobs([first, ...others].map((payload) => ({ identifier: task, payload })));
    },
    async work(work) {
      const concurrentJobs = 10;
      runner = await run({
        ...shared,
        noHandleSignals: true,
        preset: {
          worker: { concurrentJobs, localQueue: { size: 4 * concurrentJobs }, completeJobBatchDelay: 0 },
        },
        taskList: { [task]: (payload) => work([v.parse(Event, payload)]) },
      });
    },
    async stop() {
      await runner?.stop();
      await utils.release();
    },
  };
}
