import type { DatabasePool } from "slonik";
import { createEventPartitions, dropEventPartitions, purgeClaims } from "../../../sql/queries/upkeep.ts";
import type { UpkeepStore } from "../../ports.ts";
import { ask } from "./ask.ts";

export interface UpkeepStoreOptions {
  readonly eventRetentionDays: number;
  /** At least 90, and at least as long as events are kept. */
  readonly claimRetentionDays: number;
  /** Claims deleted by one statement. @default 5000 */
  readonly slice?: number;
  /** Slices of one run; what is left waits for the next. @default 40 */
  readonly slices?: number;
}

const monthsAhead = 3;

export function createUpkeepStore(pool: DatabasePool, options: UpkeepStoreOptions): UpkeepStore {
  const { eventRetentionDays, claimRetentionDays, slice = 5_000, slices = 40 } = options;
  const count = async (statement: ReturnType<typeof purgeClaims>) =>
    (await ask(pool, (connection) => connection.one(statement))).count;

  const purge = async () => {
    let purged = 0;
    for (let round = 0; round < slices; round++) {
      const deleted = await count(purgeClaims(claimRetentionDays, slice));
      purged += deleted;
      if (deleted < slice) break;
    }
    return purged;
  };

  return {
    upkeep: async () => {
      const created = await settled(() => count(createEventPartitions(monthsAhead)));
      const dropped = await settled(() => count(dropEventPartitions(eventRetentionDays)));
      const purged = await settled(purge);
      return {
        partitionsCreated: countOf(created),
        partitionsDropped: countOf(dropped),
        claimsPurged: countOf(purged),
      };
    },
  };
}

/** One step that fails, behind a long transaction for instance, must not keep the others from their work. */
async function settled(step: () => Promise<number>): Promise<PromiseSettledResult<number>> {
  const [result] = await Promise.allSettled([step()]);
  return result;
}

function countOf(result: PromiseSettledResult<number>): number {
  if (result.status === "rejected") throw result.reason;
  return result.value;
}
