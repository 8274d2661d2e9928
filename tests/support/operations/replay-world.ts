import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DeleteMessageBatchCommand, PurgeQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { sql } from "slonik";
import * as v from "valibot";
import { createProcessorStore } from "../../../runtime/adapters/postgres/processor-store.ts";
import { createReplayStore } from "../../../runtime/adapters/postgres/replay-store.ts";
import { topic } from "../../../runtime/adapters/sns/topic.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";
import { startAws } from "../aws.ts";
import { createTestDatabase } from "../postgres/test-database.ts";

/** As SNS delivers to a queue. */
const Envelope = v.object({
  Message: v.string(),
  MessageAttributes: v.record(v.string(), v.object({ Value: v.string() })),
});

interface Heard {
  readonly eventId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** PostgreSQL with the operator's rights, SNS, and a subscriber's queue; everything by its real adapter. */
export async function createReplayWorld() {
  const aws = await startAws();
  const database = await createTestDatabase();
  const { topicArn } = aws.server.createTopic("events");
  aws.server.createQueue("subscriber");
  aws.server.subscribe({ topic: "events", queue: "subscriber" });
  const QueueUrl = `${process.env["AWS_ENDPOINT_URL"]}/000000000000/subscriber`;
  const operator = await database.pool("fluxa_operator", { poolSize: 4 });
  const processor = createProcessorStore(await database.pool("fluxa_processor"), { leaseSeconds: 60 });
  const oracle = await database.pool("superuser", { poolSize: 1 });
  const lines: Record<string, unknown>[] = [];
  const write = (message: string, fields: object) => void lines.push({ message, ...fields });

  return {
    oracle,
    /** What was logged. */
    lines,
    ports: {
      replays: createReplayStore(operator, { lapseSeconds: 2, inlineBytes: 1_000 }),
      topic: topic(aws.sns, topicArn),
      now: Date.now,
      pause: async (milliseconds: number) => void (await sleep(milliseconds)),
      newId: randomUUID,
      log: { info: write, warn: write, error: write },
    },
    store: async (events: readonly VerifiedEvent[]) => {
      for (let start = 0; start < events.length; start += 500)
        await processor.claim(events.slice(start, start + 500));
    },
    /** All that the subscriber got since the last time, in no order. */
    heard: async (): Promise<readonly Heard[]> => {
      const heard: Heard[] = [];
      for (;;) {
        const { Messages = [] } = await aws.sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) return heard;
        heard.push(...Messages.map(({ Body = "" }) => heardOf(Body)));
        const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
        await aws.sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
      }
    },
    clear: async () => {
      await aws.sqs.send(new PurgeQueueCommand({ QueueUrl }));
      await oracle.query(sql.unsafe`truncate event, claim, outbox, replay`);
      lines.length = 0;
    },
    stop: async () => {
      await database.drop();
      await aws.server.stop();
    },
  };
}

export type ReplayWorld = Awaited<ReturnType<typeof createReplayWorld>>;

function heardOf(text: string): Heard {
  const { Message: body, MessageAttributes } = v.parse(Envelope, JSON.parse(text));
  const { eventid: eventId } = v.parse(v.object({ eventid: v.string() }), JSON.parse(body));
  const attributes = Object.fromEntries(
    Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value]),
  );
  return { eventId, body, attributes };
}
