import { SNSClient } from "@aws-sdk/client-sns";
import type { Context } from "aws-lambda";
import { clientDefaults } from "../adapters/aws-client.ts";
import { structuredLog } from "../adapters/log.ts";
import { functionMetrics } from "../adapters/metrics.ts";
import { connect } from "../adapters/postgres/connect.ts";
import { createOutboxStore } from "../adapters/postgres/outbox-store.ts";
import { topic } from "../adapters/sns/topic.ts";
import { timeLeft } from "../adapters/time-left.ts";
import { Circuit, pausesOf } from "../core/circuit.ts";
import { countOutages } from "../core/count-outages.ts";
import { relay } from "../core/relay.ts";
import { readEnvironment } from "../env.ts";

const env = readEnvironment("relay", process.env);
const log = structuredLog("relay", env.LOG_LEVEL);
const metrics = functionMetrics("relay");
const backoff = { shortest: env.BACKOFF_SHORTEST_SECONDS, longest: env.BACKOFF_LONGEST_SECONDS };
const ports = {
  outbox: createOutboxStore(await connect(env), {
    leaseSeconds: env.OUTBOX_LEASE_SECONDS,
    inlineBytes: env.NOTIFICATION_INLINE_BYTES,
  }),
  topic: topic(new SNSClient(clientDefaults), env.TOPIC_ARN),
  circuit: new Circuit("topic", Date.now, Math.random, pausesOf(backoff)),
  now: Date.now,
  metrics,
  log,
};

/** Publishes what a processor stored and could not announce. */
export async function handler(_event: unknown, context: Context): Promise<{ readonly notified: number }> {
  try {
    return { notified: await relay({ ...ports, timeLeft: timeLeft(context) }) };
  } catch (error) {
    countOutages(metrics, [error]);
    throw error;
  } finally {
    metrics.flush();
  }
}
