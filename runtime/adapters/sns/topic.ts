import { PublishBatchCommand, type SNSClient } from "@aws-sdk/client-sns";
import { limits } from "../../contract/limits.ts";
import type { Within } from "../../ports/time.ts";
import type { Notification, Publication, Topic } from "../../ports/topic.ts";
import { callWithin } from "../call-within.ts";
import { splitBatches } from "../split-batches.ts";
import { attributeBytes, textAttributes } from "../text-attributes.ts";

/** What SNS says of a message that it will never take, alone or of the whole call that it spoils. */
const refusals =
  /^(?:InvalidMessageContents|InvalidParameter|InvalidParameterValue|ParameterValueInvalid|Validation(?:Error)?|BatchRequestTooLong)(?:Exception)?$/;

/** The topic that stored events are announced on. */
export function topic(client: SNSClient, topicArn: string): Topic {
  return {
    async publish(notifications, withinMs) {
      const batches = splitBatches(notifications, bytesOf, {
        count: limits.batchEntries,
        bytes: limits.publishBatchBytes,
      });
      const publish = (batch: readonly Notification[]) => publishBatch(client, topicArn, batch, withinMs);
      return together(await Promise.all(batches.map(publish)));
    },
  };
}

/** Never throws; a call that one message spoils is made again for each of them. */
async function publishBatch(
  client: SNSClient,
  topicArn: string,
  batch: readonly Notification[],
  withinMs: Within | undefined,
): Promise<Publication> {
  try {
    return await callWithin(withinMs, (abortSignal) => send(client, topicArn, batch, abortSignal));
  } catch (error) {
    const code = error instanceof Error ? error.name : "";
    if (!refusals.test(code)) return { taken: new Set(), refused: new Map(), outage: error };
    const [first, ...others] = batch;
    if (first === undefined || others.length === 0) return refusedAll(batch, code);
    return together(await Promise.all(batch.map((one) => publishBatch(client, topicArn, [one], withinMs))));
  }
}

async function send(
  client: SNSClient,
  topicArn: string,
  batch: readonly Notification[],
  abortSignal: AbortSignal,
): Promise<Publication> {
  const entries = batch.map(({ body, attributes }, index) => ({
    Id: String(index),
    Message: body,
    MessageAttributes: textAttributes(attributes),
  }));
  const command = new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries });
  const { Successful = [], Failed = [] } = await client.send(command, { abortSignal });
  const refused = Failed.filter(({ Code = "" }) => refusals.test(Code));
  const [failed] = Failed.filter(({ Code = "" }) => !refusals.test(Code));
  const eventIdOf = ({ Id }: { readonly Id?: string | undefined }) => batch[Number(Id)]?.eventId ?? "";
  return {
    taken: new Set(Successful.map(eventIdOf)),
    refused: new Map(refused.map((entry) => [eventIdOf(entry), entry.Code ?? "unknown"])),
    ...(failed !== undefined && { outage: new Error(`SNS did not take a message: ${failed.Code}.`) }),
  };
}

function refusedAll(batch: readonly Notification[], code: string): Publication {
  return { taken: new Set(), refused: new Map(batch.map(({ eventId }) => [eventId, code])) };
}

function together(publications: readonly Publication[]): Publication {
  const outage = publications.find((publication) => publication.outage !== undefined)?.outage;
  return {
    taken: new Set(publications.flatMap(({ taken }) => [...taken])),
    refused: new Map(publications.flatMap(({ refused }) => [...refused])),
    ...(outage !== undefined && { outage }),
  };
}

function bytesOf({ body, attributes }: Notification): number {
  return Buffer.byteLength(body) + attributeBytes(attributes);
}
