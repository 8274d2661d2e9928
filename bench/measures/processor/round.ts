import { emptyTables, verify } from "../../harness/oracle.ts";
import { contenders } from "./contenders.ts";
import type { Pace, Sandboxes } from "./sandboxes.ts";
import type { Stage } from "./stage.ts";

/** Sizes of batches; the key's part beside each. */
export const scenarios = { b10: 10, b100: 100 } as const;

export type Scenario = keyof typeof scenarios;

/** How long a contender is at work, milliseconds. */
export interface Length {
  /** Once, before the first round. */
  readonly warmUpMs: number;
  /** Before each trial, after others had the machine. */
  readonly runUpMs: number;
  /** That count. */
  readonly trialMs: number;
}

const tables = contenders.flatMap(({ table }) => (table === undefined ? [] : [table]));

/** Lets a contender's code be compiled and its connections be opened, in batches of each size. */
export async function warmUp(
  sandboxes: Sandboxes,
  stage: Stage,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  for (const batch of Object.values(scenarios)) await discard(sandboxes, stage, { batch, ms, signal });
}

/**
 * One round of one contender: for each size of batches a run-up, empty tables and the trial.
 * @returns Events a second.
 * @throws Error when an event was lost, changed or doubled.
 */
export async function takeRound(
  sandboxes: Sandboxes,
  stage: Stage,
  length: Length,
  signal: AbortSignal,
): Promise<Readonly<Record<Scenario, number>>> {
  const rateOf = async (batch: number): Promise<number> => {
    await discard(sandboxes, stage, { batch, ms: length.runUpMs, signal });
    const { aws, database, events, records } = stage;
    const trial = await sandboxes.run(records, { batch, ms: length.trialMs, signal });
    await verify(database.pool, trial.events, events, await aws.takeAnnounced());
    await emptyTables(database.pool, tables);
    return trial.events / trial.seconds;
  };
  return { b10: await rateOf(scenarios.b10), b100: await rateOf(scenarios.b100) };
}

/** Work that does not count, and leaves nothing behind. */
async function discard(sandboxes: Sandboxes, stage: Stage, pace: Pace): Promise<void> {
  await sandboxes.run(stage.records, pace);
  await stage.aws.takeAnnounced();
  await emptyTables(stage.database.pool, tables);
}
