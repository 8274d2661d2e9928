import { type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { names, queueArn, region } from "../../../local/aws/names.ts";
import { deleteMessages } from "../../../local/event-source/delete-messages.ts";
import { sqsRecord } from "../../../local/event-source/sqs-record.ts";
import { limits } from "../../../runtime/contract/limits.ts";
import { inTens } from "./in-tens.ts";
import type { MeteredFunction } from "./metered-function.ts";

/** Where Lambda takes messages from. */
export interface EventSource {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly target: MeteredFunction;
}

const Answer = v.object({ batchItemFailures: v.array(v.unknown()) });

/**
 * Hands so many messages over in full batches, as Lambda does when there are enough of them, and
 * deletes them.
 * @returns The messages, in the groups in which they were received.
 * @throws Error when messages are missing or the function gave some back.
 */
export async function handOver(
  { sqs, queueUrl, target }: EventSource,
  count: number,
  batch: number,
  signal: AbortSignal,
): Promise<readonly (readonly Message[])[]> {
  const received: (readonly Message[])[] = [];
  for (let done = 0; done < count; ) {
    signal.throwIfAborted();
    const wanted = Math.min(batch, count - done);
    const messages = await receive(sqs, queueUrl, wanted);
    const records = messages.map((message) => sqsRecord(message, queueArn(names.queue), region));
    const answer = v.parse(Answer, JSON.parse(await target.invoke(JSON.stringify({ Records: records }))));
    if (answer.batchItemFailures.length > 0) {
      throw new Error(`${answer.batchItemFailures.length} records were given back.`);
    }
    for (const ten of inTens(messages)) await deleteMessages(sqs, queueUrl, ten);
    received.push(messages);
    done += messages.length;
  }
  return received;
}

/** @throws Error when one of them does not come. */
async function receive(sqs: SQSClient, queueUrl: string, count: number): Promise<readonly Message[]> {
  const messages: Message[] = [];
  while (messages.length < count) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(limits.batchEntries, count - messages.length),
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
        WaitTimeSeconds: 5,
      }),
    );
    if (Messages.length === 0) throw new Error(`${count - messages.length} messages are not in the queue.`);
    messages.push(...Messages);
  }
  return messages;
}
