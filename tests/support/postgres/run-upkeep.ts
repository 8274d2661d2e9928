import type { DatabasePool } from "slonik";
import {
  createUpkeepStore,
  type UpkeepStoreOptions,
} from "../../../runtime/adapters/postgres/upkeep-store.ts";
import { type UpkeepDone, upkeep } from "../../../runtime/core/upkeep.ts";
import { journal, processPorts } from "../core/ports.ts";

interface Upkept {
  readonly done: UpkeepDone;
  readonly metrics: ReadonlyMap<string, number>;
}

/** One run of upkeep, as the function does it, with a retention of a year unless told otherwise. */
export async function runUpkeep(
  pool: DatabasePool,
  options: Partial<UpkeepStoreOptions> = {},
): Promise<Upkept> {
  const to = journal();
  const { log, metrics } = processPorts(to);
  const store = createUpkeepStore(pool, { eventRetentionDays: 365, claimRetentionDays: 365, ...options });
  const deadline = Date.now() + 60_000;
  const done = await upkeep(deadline, { store, log, metrics, now: Date.now, correlationId: "upkeep-1" });
  return { done, metrics: to.metrics };
}
