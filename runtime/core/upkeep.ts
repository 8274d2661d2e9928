import type { Log } from "../ports/log.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { Clock } from "../ports/time.ts";
import type { UpkeepStore } from "../ports/upkeep-store.ts";

export interface UpkeepPorts {
  readonly store: UpkeepStore;
  readonly now: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Of the invocation, for its log lines. */
  readonly correlationId: string;
}

/** What a run did. */
export interface UpkeepDone {
  readonly partitionsCreated: number;
  readonly partitionsDropped: number;
  readonly claimsPurged: number;
  readonly deadEventsPurged: number;
}

/** Rows deleted by one statement, so that no lock is held for long. */
const slice = 5_000;

/**
 * Creates partitions ahead, drops those past retention, and purges old claims and dead events until
 * nothing is left or the deadline (epoch milliseconds) is reached. A step that fails keeps no other
 * from its work.
 * @throws what the first step that failed threw, once all others are done.
 */
export async function upkeep(deadline: number, ports: UpkeepPorts): Promise<UpkeepDone> {
  const { store } = ports;
  const failures: unknown[] = [];
  const step = (name: string, work: () => Promise<number>) => settled(name, work, failures, ports);
  const repeated = (next: () => Promise<number>, full: number) => () => repeat(next, full, deadline, ports);

  const before = await store.survey();
  const partitionsCreated = await step("create partitions", repeated(store.createPartition, 1));
  const partitionsDropped = await step("drop partitions", store.dropPartitions);
  // What arrived in the default partition shows although it was moved; months ahead are those that now are.
  ports.metrics.add("DefaultPartitionRows", before.defaultRows);
  ports.metrics.add("PartitionsAhead", (await store.survey()).monthsAhead);
  const claimsPurged = await step(
    "purge claims",
    repeated(() => store.purgeClaims(slice), slice),
  );
  const purgeDead = repeated(() => store.purgeDeadEvents(slice), slice);
  const deadEventsPurged = await step("purge dead events", purgeDead);

  if (failures.length > 0) throw failures[0];
  return { partitionsCreated, partitionsDropped, claimsPurged, deadEventsPurged };
}

/** Goes on as long as there is a full slice and time for another. */
async function repeat(
  next: () => Promise<number>,
  full: number,
  deadline: number,
  { now }: Pick<UpkeepPorts, "now">,
): Promise<number> {
  let done = 0;
  while (now() < deadline) {
    const count = await next();
    done += count;
    if (count < full) break;
  }
  return done;
}

async function settled(
  name: string,
  work: () => Promise<number>,
  failures: unknown[],
  { log, correlationId }: UpkeepPorts,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    log.warn("upkeep step left to the next run", { correlationId, step: name, error });
    failures.push(error);
    return 0;
  }
}
