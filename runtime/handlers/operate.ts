import { setTimeout as pause } from "node:timers/promises";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context } from "aws-lambda";
import * as v from "valibot";
import { clientDefaults } from "../adapters/aws-client.ts";
import { newId } from "../adapters/identifiers.ts";
import { structuredLog } from "../adapters/log.ts";
import { connect } from "../adapters/postgres/connect.ts";
import { createReceiptStore } from "../adapters/postgres/receipt-store.ts";
import { createRedriveStore } from "../adapters/postgres/redrive-store.ts";
import { createReplayStore } from "../adapters/postgres/replay-store.ts";
import { topic } from "../adapters/sns/topic.ts";
import { letterQueue } from "../adapters/sqs/letter-queue.ts";
import { moveTasks } from "../adapters/sqs/move-tasks.ts";
import { targetQueue } from "../adapters/sqs/target-queue.ts";
import { readEnvironment } from "../env.ts";
import { Command, type Queues } from "../operations/commands.ts";
import { lapseSeconds } from "../operations/lapse.ts";
import { operate } from "../operations/operate.ts";
import { Refused } from "../operations/refused.ts";

/** What an invocation answers. */
type Answer =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly message: string };

const env = readEnvironment("operate", process.env);
const log = structuredLog("operate", env.LOG_LEVEL);
const pool = await connect(env);
const sqs = new SQSClient(clientDefaults);
const own = { deadLetterQueueUrl: env.DEAD_LETTER_QUEUE_URL, queueUrl: env.QUEUE_URL };
const ports = {
  redrives: createRedriveStore(pool, { lapseSeconds }),
  replays: createReplayStore(pool, { lapseSeconds, inlineBytes: env.NOTIFICATION_INLINE_BYTES }),
  topic: topic(new SNSClient(clientDefaults), env.TOPIC_ARN),
  // Without the payload, which is private.
  receipts: createReceiptStore(pool, { inlineBytes: 0 }),
  queuesOf: (queues: Queues | undefined) => ({
    source: letterQueue(sqs, (queues ?? own).deadLetterQueueUrl),
    target: targetQueue(sqs, (queues ?? own).queueUrl),
    follows: queues === undefined,
  }),
  movesOf: (queues: Queues | undefined) => moveTasks(sqs, queues ?? own),
  now: Date.now,
  pause: async (milliseconds: number) => void (await pause(milliseconds)),
  newId,
  log,
};

/** Kept free at the end of an invocation, so that a run can give back what it holds; milliseconds. */
const reserve = 30_000;

/** Does what an operator asks for; a redrive or replay that takes longer than an invocation stops and can be resumed. */
export async function handler(event: unknown, context: Context): Promise<Answer> {
  const deadline = Date.now() + Math.max(0, context.getRemainingTimeInMillis() - reserve);
  try {
    const command = read(event);
    return { ok: true, answer: await operate(command, ports, context.awsRequestId, { deadline }) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    log.warn("command refused", { correlationId: context.awsRequestId, reason: error.message });
    return { ok: false, message: error.message };
  }
}

function read(event: unknown): Command {
  const result = v.safeParse(Command, event);
  if (result.success) return result.output;
  const faults = result.issues.map((issue) => `${v.getDotPath(issue) ?? "the command"}: ${issue.message}`);
  throw new Refused(
    `The command cannot be understood. ${faults.join("; ")}. See docs/dead-events.md and docs/replays.md.`,
  );
}
