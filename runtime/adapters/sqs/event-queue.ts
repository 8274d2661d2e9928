import { SendMessageBatchCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { limits } from "../../contract/limits.ts";
import type { EventQueue, OutgoingMessage, SendOutcome } from "../../ports/event-queue.ts";
import { inLanes } from "../in-lanes.ts";
import { splitBatches } from "../split-batches.ts";
import { textAttributes } from "../text-attributes.ts";
import { untilAborted } from "../until-aborted.ts";

const bounds = { count: limits.batchEntries, bytes: limits.queueMessageBytes };

/** The queue that accepted events go to. */
export function eventQueue(client: SQSClient, queueUrl: string): EventQueue {
  return {
    async send(message, deadline) {
      const command = new SendMessageCommand({ QueueUrl: queueUrl, ...entryOf(message) });
      await untilAborted(deadline, client.send(command, { abortSignal: deadline }));
    },
    async sendAll(messages, deadline) {
      const batches = splitBatches(messages, ({ bytes }) => bytes, bounds);
      const outcomes = await inLanes(batches, limits.concurrentSends, (batch) =>
        sendBatch(client, queueUrl, batch, deadline).catch((cause: unknown) =>
          batch.map((): SendOutcome => ({ state: "unknown", cause })),
        ),
      );
      return outcomes.flat();
    },
  };
}

/** SQS took the call and refused this one entry. */
class SendRefused extends Error {
  override readonly name = "SendRefused";
}

async function sendBatch(
  client: SQSClient,
  queueUrl: string,
  batch: readonly OutgoingMessage[],
  deadline: AbortSignal,
): Promise<readonly SendOutcome[]> {
  const entries = batch.map((message, index) => ({ Id: String(index), ...entryOf(message) }));
  const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries });
  const { Successful = [], Failed = [] } = await untilAborted(
    deadline,
    client.send(command, { abortSignal: deadline }),
  );
  const outcomes = new Map<string | undefined, SendOutcome>([
    ...Successful.map(({ Id }) => [Id, { state: "sent" }] as const),
    ...Failed.map(
      ({ Id, Code, Message }) =>
        [Id, { state: "refused", cause: new SendRefused(`${Code}: ${Message ?? ""}`) }] as const,
    ),
  ]);
  return entries.map(({ Id }) => outcomes.get(Id) ?? unsaid);
}

const unsaid: SendOutcome = { state: "unknown", cause: new Error("SQS said nothing of this message.") };

function entryOf({ body, attributes, group }: OutgoingMessage) {
  return { MessageBody: body, MessageAttributes: textAttributes(attributes), MessageGroupId: group };
}
