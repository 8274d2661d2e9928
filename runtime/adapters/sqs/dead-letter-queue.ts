import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { messageAttributes as names } from "../../contract/attributes.ts";
import { limits } from "../../contract/limits.ts";
import type { DeadLetter, DeadLetterQueue } from "../../ports.ts";
import { splitBatches } from "../split-batches.ts";
import { attributeBytes, textAttributes } from "../text-attributes.ts";

const mostAttributes = 10;

/** The queue of judged messages; the body is sent as it was received. */
export function deadLetterQueue(client: SQSClient, queueUrl: string): DeadLetterQueue {
  return {
    async send(letters) {
      const batches = splitBatches(letters, bytesOf, {
        count: limits.batchEntries,
        bytes: limits.queueMessageBytes,
      });
      const taken = await Promise.allSettled(batches.map((batch) => sendBatch(client, queueUrl, batch)));
      return new Set(taken.flatMap((result) => (result.status === "fulfilled" ? result.value : [])));
    },
  };
}

async function sendBatch(
  client: SQSClient,
  queueUrl: string,
  batch: readonly DeadLetter[],
): Promise<string[]> {
  const { Successful = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: queueUrl,
      Entries: batch.map((letter, index) => ({
        Id: String(index),
        MessageBody: letter.message.body,
        MessageAttributes: textAttributes(attributesOf(letter)),
        ...(letter.message.group !== undefined && { MessageGroupId: letter.message.group }),
      })),
    }),
  );
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
