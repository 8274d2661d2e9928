import { SNSClient } from "@aws-sdk/client-sns";
import type { Context } from "aws-lambda";
import { clientDefaults } from "../adapters/aws-client.ts";
import { structuredLog } from "../adapters/log.ts";
import { invocationMetrics } from "../adapters/metrics.ts";
import { connect } from "../adapters/postgres/connect.ts";
import { createOutboxStore } from "../adapters/postgres/outbox-store.ts";
import { topic } from "../adapters/sns/topic.ts";
import { countOutages } from "../core/count-outages.ts";
import { relay } from "../core/relay.ts";
import { readEnvironment } from "../env.ts";

const env = readEnvironment("relay", process.env);
const log = structuredLog("relay", env.LOG_LEVEL);
const ports = {
  outbox: createOutboxStore(await connect(env), {
    leaseSeconds: env.OUTBOX_LEASE_SECONDS,
    inlineBytes: env.NOTIFICATION_INLINE_BYTES,
  }),
  topic: topic(new SNSClient(clientDefaults), env.TOPIC_ARN),
  now: Date.now,
  log,
};

/** Kept free at the end of an invocation, so that what was published is also cleared; milliseconds. */
const reserve = 5_000;

/** Publishes what a processor stored and could not announce. */
export async function handler(_event: unknown, context: Context): Promise<{ readonly notified: number }> {
  const metrics = invocationMetrics("relay");
  try {
    const deadline = Date.now() + Math.max(0, context.getRemainingTimeInMillis() - reserve);
    return { notified: await relay(deadline, { ...ports, metrics }) };
  } catch (error) {
    countOutages(metrics, [error]);
    throw error;
  } finally {
    metrics.flush();
    await log.flush();
  }
}
