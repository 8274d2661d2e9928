import { ChangeMessageVisibilityBatchCommand } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { sqsClient } from "./clients.ts";
import { names, queueUrl } from "./names.ts";

/** Above this the answer of the inspection grows too large; such messages come back by themselves. */
const mostMessages = 5_000;

const Summary = v.array(
  v.object({
    name: v.string(),
    approximateMessageCount: v.number(),
    approximateInflightCount: v.number(),
  }),
);
const Detail = v.object({
  messages: v.object({ inflight: v.array(v.object({ receiptHandle: v.string() })) }),
});

/**
 * Gives back what a killed run had received: nobody works on it any more, so a start need not wait
 * for its visibility time to pass. Call before anything receives.
 */
export async function releaseInFlight(endpoint: string): Promise<void> {
  const handles = await inFlight(endpoint);
  const client = sqsClient(endpoint);
  for (let start = 0; start < handles.length; start += 10) {
    const entries = handles.slice(start, start + 10).map((handle, index) => ({
      Id: String(index),
      ReceiptHandle: handle,
      // fauxqs fails on a visibility of 0 when it persists its queues.
      VisibilityTimeout: 1,
    }));
    await client.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queueUrl(endpoint, names.queue),
        Entries: entries,
      }),
    );
  }
  client.destroy();
}

async function inFlight(endpoint: string): Promise<readonly string[]> {
  const queues = v.parse(Summary, await get(`${endpoint}/_fauxqs/queues`));
  const queue = queues.find(({ name }) => name === names.queue);
  if (queue === undefined || queue.approximateInflightCount === 0) return [];
  if (queue.approximateMessageCount + queue.approximateInflightCount > mostMessages) return [];
  const { messages } = v.parse(Detail, await get(`${endpoint}/_fauxqs/queues/${names.queue}`));
  return messages.inflight.map(({ receiptHandle }) => receiptHandle);
}

async function get(url: string): Promise<unknown> {
  const response = await fetch(url);
  return response.json();
}
