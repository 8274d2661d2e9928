import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { clientDefaults } from "../adapters/aws-client.ts";
import { structuredLog } from "../adapters/log.ts";
import { functionMetrics } from "../adapters/metrics.ts";
import { connect } from "../adapters/postgres/connect.ts";
import { createProcessorStore } from "../adapters/postgres/processor-store.ts";
import { lazyS3 } from "../adapters/s3/client.ts";
import { payloadStore } from "../adapters/s3/payload-store.ts";
import { topic } from "../adapters/sns/topic.ts";
import { deadLetterQueue } from "../adapters/sqs/dead-letter-queue.ts";
import { receivedMessage } from "../adapters/sqs/received-message.ts";
import { redelivery } from "../adapters/sqs/redelivery.ts";
import { timeLeft } from "../adapters/time-left.ts";
import { newMemory } from "../core/process/memory.ts";
import { processBatch } from "../core/process/process-batch.ts";
import { readEnvironment } from "../env.ts";

const env = readEnvironment("process", process.env);
const log = structuredLog("process", env.LOG_LEVEL);
const metrics = functionMetrics("process");
const sqs = new SQSClient(clientDefaults);
const backoff = { shortest: env.BACKOFF_SHORTEST_SECONDS, longest: env.BACKOFF_LONGEST_SECONDS };
const ports = {
  payloads: payloadStore(lazyS3(), env.PAYLOAD_BUCKET),
  store: createProcessorStore(await connect(env), { leaseSeconds: env.OUTBOX_LEASE_SECONDS }),
  topic: topic(new SNSClient(clientDefaults), env.TOPIC_ARN),
  deadLetters: deadLetterQueue(sqs, env.DEAD_LETTER_QUEUE_URL),
  redelivery: redelivery(sqs, env.QUEUE_URL),
  now: Date.now,
  random: Math.random,
  memory: newMemory(Date.now, Math.random, backoff),
  metrics,
  log,
  backoff,
  notificationInlineBytes: env.NOTIFICATION_INLINE_BYTES,
};

/** Stores and announces a batch of events; what is returned is delivered again. */
export async function handler({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  try {
    const failed = await processBatch(Records.map(receivedMessage), {
      ...ports,
      timeLeft: timeLeft(context),
    });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  } finally {
    metrics.flush();
  }
}
