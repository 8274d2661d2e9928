// A limit: what Fluxa writes for a batch, by `pg` alone. Nothing is checked, nothing is logged, and
// one bad record would fail the whole batch.
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { readMessage } from "../shared/message.ts";
import { openPool } from "../shared/pool.ts";
import { publishAll } from "../shared/topic.ts";
import { clear, writeBatch } from "./write-batch.ts";

const pool = openPool(1);

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const messages = await Promise.all(Records.map(readMessage));
  const stored = await writeBatch(pool, messages);
  await publishAll(stored);
  await clear(pool, stored);
  return { batchItemFailures: [] };
}
