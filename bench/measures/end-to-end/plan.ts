/** How long and how finely is measured. */
export interface Plan {
  readonly rounds: number;
  /** Seconds of load before anything is measured, single and in batches. */
  readonly warmSeconds: number;
  /** Seconds of load at a fixed rate whose latency counts. */
  readonly latencySeconds: number;
  /** Seconds of load at each rate of a search. */
  readonly stepSeconds: number;
  readonly growth: number;
  readonly precision: number;
}

export const quickPlan: Plan = {
  rounds: 1,
  warmSeconds: 1,
  latencySeconds: 2,
  stepSeconds: 1.5,
  growth: 2,
  precision: 1.5,
};

export const fullPlan: Plan = {
  rounds: 3,
  warmSeconds: 15,
  latencySeconds: 10,
  stepSeconds: 5,
  growth: 1.5,
  precision: 1.1,
};

/** Events a second at which latency is measured. */
export const latencyRates = [100, 300] as const;

/** Events in one request of a batch. */
export const batchEvents = 100;
