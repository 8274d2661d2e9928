import { setTimeout as sleep } from "node:timers/promises";
import type { DatabaseProxy } from "../postgres/proxy/database-proxy.ts";
import type { RestartablePostgres } from "../postgres/restartable.ts";
import type { DatabaseFaults } from "./control.ts";
import type { Rule } from "./rule.ts";

/** What can be done to PostgreSQL as a whole. */
export function serverFaults(postgres: RestartablePostgres, proxy: () => DatabaseProxy): DatabaseFaults {
  let turn: Promise<unknown> = Promise.resolve();
  /** One after the other, as each ends with the proxy as it should be. */
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  return {
    kill: () => postgres.restart(),
    stop: () => postgres.stop(),
    start: () => postgres.start(),
    // The server that was the primary restarts once it knows that it is none, which cuts its connections again.
    failOver: (readOnlyMs) =>
      inTurn(async () => {
        proxy().enter("read-only");
        await sleep(readOnlyMs);
        proxy().enter("normal");
      }),
    exhaust: (ms) =>
      inTurn(async () => {
        proxy().enter("full");
        await sleep(ms);
        proxy().enter("normal");
      }),
  };
}

/** Lets a rule strike the server, once at a time: what strikes while it is down strikes nothing. */
export function strikingServer(
  faults: DatabaseFaults,
  onError: (error: unknown) => void,
): (rule: Rule) => void {
  let isStruck = false;
  return (rule) => {
    if (isStruck) return;
    isStruck = true;
    void strikeServer(rule, faults)
      .catch(onError)
      .finally(() => {
        isStruck = false;
      });
  };
}

async function strikeServer({ action, ms }: Rule, faults: DatabaseFaults): Promise<void> {
  switch (action) {
    case "kill":
      return faults.kill();
    case "stop":
      await faults.stop();
      await sleep(ms);
      return faults.start();
    case "fail-over":
      return faults.failOver(ms);
    case "exhaust":
      return faults.exhaust(ms);
    default:
      return;
  }
}
