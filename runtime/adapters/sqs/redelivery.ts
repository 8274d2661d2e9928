import { ChangeMessageVisibilityBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { limits } from "../../contract/limits.ts";
import type { Delay, Redelivery } from "../../ports/redelivery.ts";
import { callWithin } from "../call-within.ts";
import { splitBatches } from "../split-batches.ts";

/** Sets how long failed messages stay invisible, as a batch response alone cannot say it. */
export function redelivery(client: SQSClient, queueUrl: string): Redelivery {
  return {
    async postpone(messages, withinMs) {
      const bounds = { count: limits.batchEntries, bytes: Number.POSITIVE_INFINITY };
      const batches = splitBatches(messages, () => 0, bounds);
      const postponed = await Promise.allSettled(
        batches.map((batch) =>
          callWithin(withinMs, (abortSignal) => client.send(postponement(queueUrl, batch), { abortSignal })),
        ),
      );
      const failed = postponed.find((result) => result.status === "rejected");
      if (failed !== undefined) throw failed.reason;
    },
  };
}

function postponement(QueueUrl: string, batch: readonly Delay[]): ChangeMessageVisibilityBatchCommand {
  const Entries = batch.map(({ receiptHandle, seconds }, index) => ({
    Id: String(index),
    ReceiptHandle: receiptHandle,
    VisibilityTimeout: seconds,
  }));
  return new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
}
