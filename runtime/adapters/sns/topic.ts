import { PublishBatchCommand, type SNSClient } from "@aws-sdk/client-sns";
import { limits } from "../../contract/limits.ts";
import type { Notification, Topic } from "../../ports.ts";
import { splitBatches } from "../split-batches.ts";
import { attributeBytes, textAttributes } from "../text-attributes.ts";

/** The topic that stored events are announced on. */
export function topic(client: SNSClient, topicArn: string): Topic {
  return {
    async publish(notifications) {
      const batches = splitBatches(notifications, bytesOf, {
        count: limits.batchEntries,
        bytes: limits.publishBatchBytes,
      });
      const results = await Promise.allSettled(batches.map((batch) => publishBatch(client, topicArn, batch)));
      const taken = results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
      const refused = results.find((result) => result.status === "rejected");
      if (taken.length === 0 && refused !== undefined) throw refused.reason;
      return new Set(taken);
    },
  };
}

async function publishBatch(
  client: SNSClient,
  topicArn: string,
  batch: readonly Notification[],
): Promise<string[]> {
  const { Successful = [] } = await client.send(
    new PublishBatchCommand({
      TopicArn: topicArn,
      PublishBatchRequestEntries: batch.map(({ body, attributes }, index) => ({
        Id: String(index),
        Message: body,
        MessageAttributes: textAttributes(attributes),
      })),
    }),
  );
  return Successful.flatMap(({ Id }) => batch[Number(Id)]?.eventId ?? []);
}

function bytesOf({ body, attributes }: Notification): number {
  return Buffer.byteLength(body) + attributeBytes(attributes);
}
