import type { Context } from "aws-lambda";
import { structuredLog } from "../adapters/log.ts";
import { functionMetrics } from "../adapters/metrics.ts";
import { connect } from "../adapters/postgres/connect.ts";
import { createUpkeepStore } from "../adapters/postgres/upkeep-store.ts";
import { upkeep } from "../core/upkeep.ts";
import { readEnvironment } from "../env.ts";

const env = readEnvironment("upkeep", process.env);
const log = structuredLog("upkeep", env.LOG_LEVEL);
const metrics = functionMetrics("upkeep");
const store = createUpkeepStore(await connect(env), {
  eventRetentionDays: env.EVENT_RETENTION_DAYS,
  claimRetentionDays: env.CLAIM_RETENTION_DAYS,
});

/** Kept free at the end of an invocation for a last slice and for the metrics; milliseconds. */
const reserve = 20_000;

/** Creates partitions ahead, drops those past retention, purges old claims and dead events. */
export async function handler(_event: unknown, context: Context) {
  const correlationId = context.awsRequestId;
  try {
    const deadline = Date.now() + Math.max(0, context.getRemainingTimeInMillis() - reserve);
    const done = await upkeep(deadline, { store, now: Date.now, log, metrics, correlationId });
    log.info("upkeep done", { correlationId, ...done });
    return done;
  } finally {
    metrics.flush();
  }
}
