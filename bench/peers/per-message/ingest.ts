// The HTTP side of the common samples: check the event, put it on the queue, answer 202.
import { createHash, randomUUID } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as v from "valibot";
import { Transaction } from "../../../runtime/contract/event-types/transaction.ts";
import { setting } from "../shared/settings.ts";

const sqs = new SQSClient({});
const s3 = new S3Client({});
const producer = "local-dev";
/** A larger payload travels through S3, as a message has a limit. */
const largestInline = 262_144;

const Posted = v.strictObject({ id: v.string(), type: v.string(), data: Transaction });

export async function handler(request: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Posted), request.body);
  if (!parsed.success) return answer(422, { errors: v.flatten(parsed.issues) });
  const { id, type, data } = parsed.output;
  const payload = JSON.stringify(data);
  const eventId = eventIdOf(id);
  const correlationId = request.requestContext.requestId;
  const message = {
    eventId,
    acceptanceId: randomUUID(),
    correlationId,
    producer,
    receivedAt: new Date().toISOString(),
    fingerprint: sha256(payload),
    payloadBytes: Buffer.byteLength(payload),
    event: { id, source: `/producers/${producer}`, type },
    ...(await carried(eventId, payload, data)),
  };
  await sqs.send(
    new SendMessageCommand({ QueueUrl: setting("QUEUE_URL"), MessageBody: JSON.stringify(message) }),
  );
  console.log(JSON.stringify({ level: "info", message: "accepted", eventId, correlationId }));
  return answer(202, { eventId, status: "accepted" });
}

async function carried(eventId: string, payload: string, data: Transaction) {
  if (Buffer.byteLength(payload) <= largestInline) return { data };
  const payloadKey = `payloads/${eventId}.json`;
  await s3.send(new PutObjectCommand({ Bucket: setting("PAYLOAD_BUCKET"), Key: payloadKey, Body: payload }));
  return { payloadKey };
}

/** The same for every retry. */
function eventIdOf(id: string): string {
  const hex = sha256(JSON.stringify([producer, id]));
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

function answer(statusCode: number, body: unknown): APIGatewayProxyResult {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}
