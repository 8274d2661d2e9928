import type { DatabasePool } from "slonik";
import {
  createEventPartition,
  dropEventPartitions,
  eventPartitions,
  purgeClaims,
  purgeDeadEvents,
} from "../../../sql/queries/upkeep.ts";
import type { UpkeepStore } from "../../ports/upkeep-store.ts";
import { ask } from "./ask.ts";

export interface UpkeepStoreOptions {
  readonly eventRetentionDays: number;
  /** At least 90, and at least as long as events are kept; dead events are kept for as long. */
  readonly claimRetentionDays: number;
}

const monthsAhead = 3;

/** What upkeep asks of PostgreSQL; everything is small, so that nobody waits for it. */
export function createUpkeepStore(
  pool: DatabasePool,
  { eventRetentionDays, claimRetentionDays }: UpkeepStoreOptions,
): UpkeepStore {
  const count = async (statement: ReturnType<typeof purgeClaims>) =>
    (await ask(pool, (connection) => connection.one(statement))).count;
  return {
    survey: () => ask(pool, (connection) => connection.one(eventPartitions())),
    createPartition: () => count(createEventPartition(monthsAhead)),
    dropPartitions: () => count(dropEventPartitions(eventRetentionDays)),
    purgeClaims: (slice) => count(purgeClaims(claimRetentionDays, slice)),
    purgeDeadEvents: (slice) => count(purgeDeadEvents(claimRetentionDays, slice)),
  };
}
