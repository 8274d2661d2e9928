export interface Plan {
  /** Events in the table that grows. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Seconds of claims in a round. */
  readonly claimSeconds: number;
  /** Receipts read in a round. */
  readonly receipts: number;
}

/** Events beside which receipts among more are set. */
export const smallReceipts = 100_000;

export const quickPlan: Plan = {
  sizes: [100_000, 300_000],
  rounds: 2,
  claimSeconds: 2,
  receipts: 500,
};

export const fullPlan: Plan = {
  sizes: [1_000_000, 10_000_000],
  rounds: 5,
  claimSeconds: 10,
  receipts: 2_000,
};

/** `1M` of 1,000,000, `300k` of 300,000: as keys name a size. */
export function labelOf(size: number): string {
  return size % 1_000_000 === 0 ? `${size / 1_000_000}M` : `${size / 1_000}k`;
}
