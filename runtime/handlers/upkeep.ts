import type { Context } from "aws-lambda";
import { structuredLog } from "../adapters/log.ts";
import { connect } from "../adapters/postgres/connect.ts";
import { createUpkeepStore } from "../adapters/postgres/upkeep-store.ts";
import { readEnvironment } from "../env.ts";

const env = readEnvironment("upkeep", process.env);
const log = structuredLog("upkeep", env.LOG_LEVEL);
const store = createUpkeepStore(await connect(env), {
  eventRetentionDays: env.EVENT_RETENTION_DAYS,
  claimRetentionDays: env.CLAIM_RETENTION_DAYS,
});

/** Creates partitions ahead, drops those past retention, purges old claims. */
export async function handler(_event: unknown, { awsRequestId: correlationId }: Context) {
  try {
    const done = await store.upkeep();
    log.info("upkeep done", { correlationId, ...done });
    return done;
  } finally {
    await log.flush();
  }
}
