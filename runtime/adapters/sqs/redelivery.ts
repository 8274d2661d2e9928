import { ChangeMessageVisibilityBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { limits } from "../../contract/limits.ts";
import type { Redelivery } from "../../ports.ts";
import { splitBatches } from "../split-batches.ts";

/** Sets how long failed messages stay invisible, as a batch response alone cannot say it. */
export function redelivery(client: SQSClient, queueUrl: string): Redelivery {
  return {
    async postpone(messages) {
      const bounds = { count: limits.batchEntries, bytes: Number.POSITIVE_INFINITY };
      for (const batch of splitBatches(messages, () => 0, bounds)) {
        await client.send(
          new ChangeMessageVisibilityBatchCommand({
            QueueUrl: queueUrl,
            Entries: batch.map(({ receiptHandle, seconds }, index) => ({
              Id: String(index),
              ReceiptHandle: receiptHandle,
              VisibilityTimeout: seconds,
            })),
          }),
        );
      }
    },
  };
}
