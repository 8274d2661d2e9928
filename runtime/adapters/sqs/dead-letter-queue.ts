import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { messageAttributes as names } from "../../contract/attributes.ts";
import { limits } from "../../contract/limits.ts";
import type { DeadLetter, DeadLetterQueue } from "../../ports/dead-letter-queue.ts";
import { callWithin } from "../call-within.ts";
import { splitBatches } from "../split-batches.ts";
import { attributeBytes, textAttributes } from "../text-attributes.ts";

const mostAttributes = 10;

/** The queue of judged messages; the body is sent as it was received. */
export function deadLetterQueue(client: SQSClient, queueUrl: string): DeadLetterQueue {
  return {
    async send(letters, withinMs) {
      const deadline = withinMs === undefined ? undefined : performance.now() + withinMs;
      const deliver = (batch: readonly DeadLetter[]) =>
        callWithin(deadline && deadline - performance.now(), (abortSignal) =>
          sendBatch(client, queueUrl, batch, abortSignal),
        ).catch(() => []);
      const batches = splitBatches(letters, bytesOf, {
        count: limits.batchEntries,
        bytes: limits.queueMessageBytes,
      });
      const taken = await Promise.all(batches.map((batch) => thenAlone(batch, deliver)));
      return new Set(taken.flat());
    },
  };
}

/** Delivers a batch, and what SQS did not take of it once more, each alone: one may have spoilt the call. */
async function thenAlone(
  batch: readonly DeadLetter[],
  deliver: (batch: readonly DeadLetter[]) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const taken = await deliver(batch);
  if (batch.length === 1) return taken;
  const left = batch.filter(({ message }) => !taken.includes(message.messageId));
  const alone = await Promise.all(left.map((letter) => deliver([letter])));
  return [...taken, ...alone.flat()];
}

async function sendBatch(
  client: SQSClient,
  QueueUrl: string,
  batch: readonly DeadLetter[],
  abortSignal: AbortSignal,
): Promise<readonly string[]> {
  const Entries = batch.map((letter, index) => ({
    Id: String(index),
    MessageBody: letter.message.body,
    MessageAttributes: textAttributes(attributesOf(letter)),
    ...(letter.message.group !== undefined && { MessageGroupId: letter.message.group }),
  }));
  const command = new SendMessageBatchCommand({ QueueUrl, Entries });
  const { Successful = [] } = await client.send(command, { abortSignal });
  return Successful.flatMap(({ Id }) => batch[Number(Id)]?.message.messageId ?? []);
}

/** The failure and the correlation id always; of what the message carried before, as much as SQS allows beside. */
function attributesOf({
  message,
  failureType,
  failureReason,
  correlationId,
}: DeadLetter): Record<string, string> {
  const own = {
    [names.failureType]: failureType,
    [names.failureReason]: failureReason,
    [names.attempts]: String(message.receiveCount),
    [names.correlationId]: correlationId,
  };
  const carried = Object.entries(message.attributes).filter(([name]) => !Object.hasOwn(own, name));
  return { ...Object.fromEntries(carried.slice(0, mostAttributes - Object.keys(own).length)), ...own };
}

function bytesOf(letter: DeadLetter): number {
  return Buffer.byteLength(letter.message.body) + attributeBytes(attributesOf(letter));
}
