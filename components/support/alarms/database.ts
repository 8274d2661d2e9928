import { type AlarmRules, ours, type Watched } from "./rule.ts";

/** What the database and its upkeep say. There are no replicas yet, so no lag to watch. */
export function databaseAlarms(watched: Watched) {
  const { upkeep } = watched.functionNames;
  const database = (metricName: string, statistic: "Maximum" | "Average" | "Minimum") => ({
    namespace: "AWS/RDS",
    metricName,
    dimensions: { DBInstanceIdentifier: watched.databaseIdentifier },
    statistic,
  });
  return {
    "database-connections": {
      metrics: { connections: database("DatabaseConnections", "Maximum") },
      threshold: watched.plannedConnections,
      periods: 3,
      description:
        "More connections are open than the functions may plan with. Look for another client, or lower the concurrency.",
    },
    "database-cpu": {
      metrics: { cpu: database("CPUUtilization", "Average") },
      threshold: 85,
      periods: 10,
      description:
        "The database is busy for ten minutes. Look at Performance Insights, or choose a larger class.",
    },
    "database-storage": {
      metrics: { free: database("FreeStorageSpace", "Minimum") },
      threshold: watched.databaseStorageGb * 0.1 * 1024 ** 3,
      below: true,
      periods: 5,
      description:
        "Less than a tenth of the first storage is free. It grows by itself up to ten times that; look whether it has.",
    },
    "database-transaction-ids": {
      metrics: { used: database("MaximumUsedTransactionIDs", "Maximum") },
      threshold: 1_000_000_000,
      minutes: 60,
      description:
        "Vacuum does not keep up: at about two billion used transaction ids PostgreSQL takes no more writes. Look for transactions that stay open.",
    },
    "partitions-ahead": {
      metrics: { months: ours("PartitionsAhead", upkeep, "Minimum") },
      threshold: 2,
      below: true,
      minutes: 120,
      description:
        "A month that is soon to come has no partition. Events are stored all the same, in the default one. Look at upkeep's log for the step that is left each time.",
    },
    "default-partition": {
      metrics: { rows: ours("DefaultPartitionRows", upkeep, "Maximum") },
      threshold: 0,
      minutes: 120,
      description:
        "Events had no partition of their month and went to the default one. Upkeep moves up to 100,000 of a month by itself; look whether it did.",
    },
  } as const satisfies AlarmRules;
}
