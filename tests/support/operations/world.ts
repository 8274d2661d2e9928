import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createReceiptStore } from "../../../runtime/adapters/postgres/receipt-store.ts";
import { createRedriveStore } from "../../../runtime/adapters/postgres/redrive-store.ts";
import { letterQueue } from "../../../runtime/adapters/sqs/letter-queue.ts";
import { targetQueue } from "../../../runtime/adapters/sqs/target-queue.ts";
import type { RedriveProgress } from "../../../runtime/operations/redrive/redrive-ports.ts";
import type { Watch } from "../../../runtime/operations/watch.ts";
import { startAws } from "../aws.ts";
import { createTestDatabase } from "../postgres/test-database.ts";
import { type DeadLetterToMake, letterEntry } from "./letters.ts";
import { startProcessor } from "./processor.ts";

const bucket = "payloads";

/** SQS, SNS, S3 and PostgreSQL with the processor's own handler between them; everything by its real adapter. */
export async function createWorld() {
  const aws = await startAws();
  const database = await createTestDatabase();
  const s3 = new S3Client({ forcePathStyle: true });
  aws.server.createBucket(bucket);
  const { topicArn } = aws.server.createTopic("events");
  const [events, dead] = await Promise.all([
    makeQueue(aws.sqs, "events"),
    makeQueue(aws.sqs, "dead-letters"),
  ]);
  const operator = await database.pool("fluxa_operator", { poolSize: 4 });
  const oracle = await database.pool("superuser", { poolSize: 1 });
  const { host, port, name, password } = database.settings("fluxa_processor");
  Object.assign(process.env, {
    LOG_LEVEL: "error",
    POWERTOOLS_METRICS_DISABLED: "true",
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_NAME: name,
    DATABASE_USER: "fluxa_processor",
    DATABASE_PASSWORD: password,
    DATABASE_TLS: "off",
    TOPIC_ARN: topicArn,
    QUEUE_URL: events,
    DEAD_LETTER_QUEUE_URL: dead,
    PAYLOAD_BUCKET: bucket,
  });
  const { handler } = await import("../../../runtime/handlers/process.ts");
  const processor = startProcessor(aws.sqs, events, handler);
  const lines: Record<string, unknown>[] = [];
  const write = (message: string, fields: object) => void lines.push({ message, ...fields });

  return {
    sqs: aws.sqs,
    operator,
    processor,
    /** What was logged. */
    lines,
    urls: { events, dead },
    ports: {
      queues: { source: letterQueue(aws.sqs, dead), target: targetQueue(aws.sqs, events), follows: true },
      queue: letterQueue(aws.sqs, dead),
      redrives: createRedriveStore(operator, { lapseSeconds: 2 }),
      receipts: createReceiptStore(operator, { inlineBytes: 0 }),
      now: Date.now,
      pause: async (milliseconds: number) => void (await sleep(milliseconds)),
      newId: randomUUID,
      log: { info: write, warn: write, error: write },
    },
    /** Puts letters into the dead-letter queue, as the processor or SQS would. */
    bury: (letters: readonly DeadLetterToMake[]) => sendInTens(aws.sqs, dead, letters.map(letterEntry)),
    /** Makes the payload of these letters be there, so that they can be stored. */
    mend: async (letters: readonly DeadLetterToMake[]) => {
      for (const { payloadKey, canonical } of letters) {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: payloadKey, Body: canonical }));
      }
    },
    depth: (url: string) => depthOf(aws.sqs, url),
    /** Dead letters that are still in their queue, hidden ones too. */
    left: async () => {
      const { waiting, hidden } = await depthOf(aws.sqs, dead);
      return waiting + hidden;
    },
    /** Event ids of all rows, with how many rows each has. */
    stored: () => storedEvents(oracle),
    /** Empties queues and tables. */
    clear: async () => {
      await processor.pause();
      for (const QueueUrl of [events, dead]) await aws.sqs.send(new PurgeQueueCommand({ QueueUrl }));
      await oracle.query(sql.unsafe`truncate event, claim, outbox, dead_event, redrive, redriven`);
      lines.length = 0;
    },
    oracle,
    stop: async () => {
      await processor.pause();
      await database.drop();
      await aws.server.stop();
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

async function makeQueue(sqs: SQSClient, name: string): Promise<string> {
  const { QueueUrl = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { MaximumMessageSize: "1048576" } }),
  );
  // Addressed by the server's own address, as not every machine resolves names below localhost.
  return `${process.env["AWS_ENDPOINT_URL"]}${new URL(QueueUrl).pathname}`;
}

type Entry = ReturnType<typeof letterEntry>;

async function sendInTens(sqs: SQSClient, queueUrl: string, entries: readonly Entry[]): Promise<void> {
  for (let start = 0; start < entries.length; start += 10) {
    const Entries = entries.slice(start, start + 10).map((entry, index) => ({ ...entry, Id: String(index) }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

async function depthOf(sqs: SQSClient, queueUrl: string) {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["All"] }),
  );
  return {
    waiting: Number(Attributes["ApproximateNumberOfMessages"]),
    hidden: Number(Attributes["ApproximateNumberOfMessagesNotVisible"]),
  };
}

const Stored = v.strictObject({ eventId: v.string(), count: v.number() });

async function storedEvents(pool: DatabasePool): Promise<ReadonlyMap<string, number>> {
  const rows = await pool.any(sql.type(Stored)`
    select event_id::text as "eventId", count(*)::int4 as count from event group by event_id
  `);
  return new Map(rows.map(({ eventId, count }) => [eventId, count]));
}

/** A watch that stops a redrive at a condition of its progress. */
export function stopWhen(isSo: (progress: RedriveProgress) => boolean): Watch<RedriveProgress> {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    onProgress: (progress) => {
      if (isSo(progress)) controller.abort();
    },
  };
}
