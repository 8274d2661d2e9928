interface Search {
  /** Events a second to begin with. */
  readonly from: number;
  /** Whether the contender keeps up with a rate. */
  readonly keepsUp: (rate: number) => Promise<boolean>;
  /** Above this the search ends. */
  readonly most: number;
  /** The factor from one rate to the next on the way up. */
  readonly growth: number;
  /** The factor by which the lowest rate that was too high is above the result, at most. */
  readonly precision: number;
}

const least = 1;

/**
 * Searches upward for the highest rate that is kept up with, by halves (of the logarithm) at the end.
 * @throws Error when not even one event a second is.
 */
export async function highestRate(search: Search): Promise<number> {
  const { from, keepsUp, most, growth, precision } = search;
  let held: number | undefined;
  let failed: number | undefined;
  for (let rate = from; held === undefined || (failed === undefined && held < most); ) {
    if (await keepsUp(rate)) held = rate;
    else failed = rate;
    rate = failed === undefined ? Math.min(rate * growth, most) : rate / growth;
    if (rate < least) throw new Error("Not even one event a second is stored and announced in time.");
  }
  while (failed !== undefined && failed / held > precision) {
    const middle = Math.sqrt(held * failed);
    if (await keepsUp(middle)) held = middle;
    else failed = middle;
  }
  return held;
}
