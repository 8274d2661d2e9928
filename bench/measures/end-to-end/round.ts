import { quantile } from "simple-statistics";
import type { ContenderName } from "./contender.ts";
import { highestRate } from "./highest-rate.ts";
import { batchEvents, latencyRates, type Plan } from "./plan.ts";
import type { Bout } from "./trial.ts";

/** What one round found of one contender. */
export interface RoundResult {
  /** Milliseconds by the rate. */
  readonly latency: ReadonlyMap<
    number,
    { readonly p50: number; readonly p99: number; readonly keptUp: boolean }
  >;
  /** Highest rate that was sustained, in events a second. */
  readonly single: number;
  /** The same in batches; only of Fluxa. */
  readonly batch?: number;
}

const most = 20_000;
/** A second search begins below what the first one found. */
const beginAgain = 0.7;

/** Load that nothing is measured of, so that code is compiled and connections are open. */
export async function warmUp(bout: Bout, name: ContenderName, { warmSeconds: seconds }: Plan): Promise<void> {
  await bout.run({ rate: 50, seconds, perRequest: 1 });
  if (name === "fluxa") await bout.run({ rate: batchEvents, seconds, perRequest: batchEvents });
}

/** @param before What an earlier round found. */
export async function takeRound(
  bout: Bout,
  name: ContenderName,
  plan: Plan,
  before: RoundResult | undefined,
): Promise<RoundResult> {
  const latency = new Map<number, { p50: number; p99: number; keptUp: boolean }>();
  for (const rate of latencyRates) {
    const { latencies, keptUp } = await bout.run({ rate, seconds: plan.latencySeconds, perRequest: 1 });
    const [p50 = Number.NaN, p99 = Number.NaN] = quantile([...latencies], [0.5, 0.99]);
    latency.set(rate, { p50, p99, keptUp });
  }
  const single = await search(bout, plan, 1, before?.single);
  if (name !== "fluxa") return { latency, single };
  return { latency, single, batch: await search(bout, plan, batchEvents, before?.batch) };
}

function search(bout: Bout, plan: Plan, perRequest: number, before: number | undefined): Promise<number> {
  const { growth, precision, stepSeconds: seconds } = plan;
  return highestRate({
    from: before === undefined ? 100 : before * beginAgain,
    most,
    growth,
    precision,
    keepsUp: async (rate) => (await bout.run({ rate, seconds, perRequest })).keptUp,
  });
}
