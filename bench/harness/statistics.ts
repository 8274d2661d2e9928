import { max, median, min } from "simple-statistics";
import type { Figure } from "../measure.ts";

/** The samples of one figure, a number per round. */
interface Sampled extends Omit<Figure, "value" | "spread"> {
  readonly samples: readonly number[];
}

/** The figure of something that was timed several times: the median with the lowest and the highest. */
export function timed({ samples, ...figure }: Sampled): Figure {
  const list = [...samples];
  if (list.length === 0) throw new Error(`Nothing was measured for ${figure.key}.`);
  return { ...figure, value: median(list), spread: { low: min(list), high: max(list) } };
}

/**
 * How many times as much one contender did as another, round by round: both of a pair saw the same
 * machine, which the medians of all rounds need not have done.
 */
export function ratios(of: readonly number[], to: readonly number[]): readonly number[] {
  if (of.length !== to.length) throw new Error(`${of.length} rounds cannot be compared with ${to.length}.`);
  return of.map((value, round) => value / (to[round] ?? Number.NaN));
}
