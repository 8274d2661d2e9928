import {
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { type Addresses, credentials } from "./addresses.ts";
import { hashOf } from "./content.ts";
import type { Letter, LetterBody } from "./evidence.ts";

const Accepted = v.object({
  eventId: v.string(),
  acceptanceId: v.string(),
  correlationId: v.string(),
  fingerprint: v.string(),
  event: v.object({ type: v.string() }),
  payloadKey: v.optional(v.string()),
  data: v.optional(v.unknown()),
});

/** The letters are only looked at: they stay for whoever keeps the data directory. */
const hiddenSeconds = 3_600;

/** Messages of a queue: waiting, in hand or delayed. */
export async function depthOf(client: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
  );
  return (
    Number(Attributes.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0) +
    Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0)
  );
}

export function queueClient({ awsEndpoint: endpoint, region }: Addresses): SQSClient {
  return new SQSClient({ endpoint, region, credentials });
}

/** All dead letters. */
export async function readLetters(
  client: SQSClient,
  { deadLetterQueueUrl }: Addresses,
): Promise<readonly Letter[]> {
  const letters: Letter[] = [];
  for (;;) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenSeconds,
        MessageAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) return letters;
    letters.push(...Messages.map(letterOf));
  }
}

function letterOf({ Body = "", MessageAttributes = {} }: Message): Letter {
  return {
    accepted: bodyOf(Body),
    failureType: MessageAttributes["failure_type"]?.StringValue,
    failureReason: MessageAttributes["failure_reason"]?.StringValue,
    correlationId: MessageAttributes["correlation_id"]?.StringValue,
  };
}

function bodyOf(text: string): LetterBody | undefined {
  const result = v.safeParse(Accepted, parse(text));
  if (!result.success) return undefined;
  const { eventId, acceptanceId, correlationId, fingerprint, event, payloadKey, data } = result.output;
  return {
    eventId,
    acceptanceId,
    correlationId,
    fingerprint,
    type: event.type,
    offloaded: payloadKey !== undefined,
    carried: payloadKey === undefined ? hashOf(data) : undefined,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
