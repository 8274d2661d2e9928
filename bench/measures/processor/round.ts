import { emptyTables, verify } from "../../harness/oracle.ts";
import { Sandboxes } from "../../harness/sandboxes.ts";
import { type Contender, contenders } from "./contenders.ts";
import type { Stage } from "./stage.ts";

/** Sizes of batches; the key's part beside each. */
export const scenarios = { b10: 10, b100: 100 } as const;

export type Scenario = keyof typeof scenarios;

/** Execution environments at work at once. */
export const concurrency = 10;

/** How long a round is. */
export interface Length {
  readonly warmUpMs: number;
  readonly ms: number;
}

const tables = contenders.flatMap(({ table }) => (table === undefined ? [] : [table]));

/**
 * One round of one contender: fresh sandboxes, and for each size of batches a warm-up, empty tables
 * and the trial that counts.
 * @returns Events a second.
 * @throws Error when an event was lost, changed or doubled.
 */
export async function takeRound(
  contender: Contender,
  { aws, database: { pool }, events, configurationOf }: Stage,
  { warmUpMs, ms }: Length,
  signal: AbortSignal,
): Promise<Readonly<Record<Scenario, number>>> {
  await using sandboxes = new Sandboxes(configurationOf(contender), concurrency);
  const rateOf = async (batch: number): Promise<number> => {
    await sandboxes.run(events, { batch, ms: warmUpMs, signal });
    await aws.takeAnnounced();
    await emptyTables(pool, tables);
    const trial = await sandboxes.run(events, { batch, ms, signal });
    await verify(pool, trial.events, events, await aws.takeAnnounced());
    await emptyTables(pool, tables);
    return trial.events / trial.seconds;
  };
  return { b10: await rateOf(scenarios.b10), b100: await rateOf(scenarios.b100) };
}
