import { DeleteObjectCommand, paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import * as v from "valibot";
import { limits } from "../../runtime/contract/limits.ts";
import { s3Client } from "./clients.ts";
import { names } from "./names.ts";

const dayMs = 24 * 60 * 60 * 1_000;

/** Above this the twin's description of a queue grows too large to be read. */
const mostMessages = 1_000;

const payloadKey = /payloads\/[a-z][a-z0-9-]*\/[0-9a-f-]{36}\/[0-9a-f]{64}\.json/g;
const Counts = v.array(
  v.object({
    name: v.string(),
    approximateMessageCount: v.number(),
    approximateInflightCount: v.number(),
    approximateDelayedCount: v.number(),
  }),
);

/**
 * Deletes payloads that are older than the bucket's lifecycle rule keeps them on AWS, and says how
 * many. They are what sends that failed have left, and what was stored long ago. The twin, unlike
 * SQS, keeps messages for ever, so what a message still names stays.
 */
export async function expireObjects(
  endpoint: string,
  { now = Date.now(), keptMs = limits.payloadDays * dayMs } = {},
): Promise<number> {
  const client = s3Client(endpoint);
  try {
    const old = await olderThan(client, now - keptMs);
    const needed = old.length === 0 ? new Set<string>() : await namedByMessages(endpoint);
    if (needed === undefined) return 0;
    const unneeded = old.filter((key) => !needed.has(key));
    for (const Key of unneeded) await client.send(new DeleteObjectCommand({ Bucket: names.bucket, Key }));
    return unneeded.length;
  } finally {
    client.destroy();
  }
}

async function olderThan(client: S3Client, instant: number): Promise<readonly string[]> {
  const keys: string[] = [];
  const pages = paginateListObjectsV2({ client }, { Bucket: names.bucket, Prefix: limits.payloadPrefix });
  for await (const { Contents = [] } of pages) {
    for (const { Key, LastModified } of Contents) {
      if (Key !== undefined && LastModified !== undefined && LastModified.getTime() < instant) keys.push(Key);
    }
  }
  return keys;
}

/** Undefined when there are too many messages to know. */
async function namedByMessages(endpoint: string): Promise<ReadonlySet<string> | undefined> {
  const queues = v.parse(Counts, await (await fetch(`${endpoint}/_fauxqs/queues`)).json());
  const messages = queues.reduce(
    (sum, queue) =>
      sum + queue.approximateMessageCount + queue.approximateInflightCount + queue.approximateDelayedCount,
    0,
  );
  if (messages > mostMessages) return undefined;
  const named = new Set<string>();
  // A redrive moves messages back while this reads, so the first queue is read twice.
  for (const queue of [names.queue, names.deadLetterQueue, names.queue]) {
    const text = await (await fetch(`${endpoint}/_fauxqs/queues/${queue}`)).text();
    for (const [key] of text.matchAll(payloadKey)) named.add(key);
  }
  return named;
}
