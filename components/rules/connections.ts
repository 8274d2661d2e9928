const gibibyte = 1024 ** 3;

/** Nominal memory in GiB by the size part of a class; classes of family r have twice as much. */
const sizes: Readonly<Record<string, number>> = {
  micro: 1,
  small: 2,
  medium: 4,
  large: 8,
  xlarge: 16,
  "2xlarge": 32,
  "4xlarge": 64,
  "8xlarge": 128,
  "12xlarge": 192,
  "16xlarge": 256,
  "24xlarge": 384,
};

/** Share of the memory that RDS leaves to PostgreSQL, on the careful side. */
const usable = 0.9;

/** Share of the connections that the functions may plan with; the rest is for RDS, people and deployments that overlap. */
const planned = 0.8;

/**
 * RDS's default of max_connections, LEAST(DBInstanceClassMemory/9531392, 5000); undefined when the
 * class is not known.
 */
export function maxConnections(databaseClass: string): number | undefined {
  const [, family = "", size = ""] = databaseClass.split(".");
  const nominal = sizes[size];
  if (nominal === undefined || !/^[tmr]\d/.test(family)) return undefined;
  const gibibytes = family.startsWith("r") ? nominal * 2 : nominal;
  return Math.min(5_000, Math.floor((gibibytes * gibibyte * usable) / 9_531_392));
}

interface ConnectionPlan {
  readonly databaseClass: string;
  readonly maximumConcurrency: number;
  readonly queryConcurrency: number;
  readonly poolSize: number;
}

/** Operators at the same time: one with a long redrive, others who look at it or stop it. Reserved for the function. */
export const operateConcurrency = 3;

/** Every function instance may hold its pool and, while it starts, one more; relay, upkeep and migrate run one at a time. */
export function plannedConnections(plan: ConnectionPlan): number {
  const scheduled = 3;
  return (
    (plan.maximumConcurrency + plan.queryConcurrency + operateConcurrency + scheduled) * (plan.poolSize + 1)
  );
}

/** A database without a free connection stops everybody at once, so a stack that could use them up is refused. */
export function connectionFaults(plan: ConnectionPlan): readonly string[] {
  const most = maxConnections(plan.databaseClass);
  if (most === undefined) {
    return [
      `databaseClass ${plan.databaseClass} is not known, so its connections cannot be counted. Choose a class of the families t, m or r.`,
    ];
  }
  const budget = Math.floor(most * planned);
  const wanted = plannedConnections(plan);
  if (wanted <= budget) return [];
  return [
    `The functions may open ${wanted} connections (maximumConcurrency ${plan.maximumConcurrency}, queryConcurrency ${plan.queryConcurrency}, ` +
      `poolSize ${plan.poolSize}), and ${plan.databaseClass} has room for ${budget} (80 % of ${most}). Lower them, or choose a larger databaseClass.`,
  ];
}
