import { SQSClient } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { clientDefaults } from "../adapters/aws-client.ts";
import { newId } from "../adapters/identifiers.ts";
import { structuredLog } from "../adapters/log.ts";
import { invocationMetrics } from "../adapters/metrics.ts";
import { lazyS3 } from "../adapters/s3/client.ts";
import { payloadStore } from "../adapters/s3/payload-store.ts";
import { producerDirectory } from "../adapters/s3/producer-directory.ts";
import { eventQueue } from "../adapters/sqs/event-queue.ts";
import openapi from "../contract/openapi.json" with { type: "json" };
import { type Acceptance, type AcceptPorts, acceptEvent } from "../core/accept/accept-event.ts";
import { Problem } from "../core/problem.ts";
import { readEnvironment } from "../env.ts";
import type { Metrics } from "../ports.ts";
import { describeApi } from "./http/describe-api.ts";
import { bodyOf, producerOf } from "./http/request.ts";
import { type Answer, type Exchange, serve } from "./http/serve.ts";

const env = readEnvironment("ingest", process.env);
const log = structuredLog("ingest", env.LOG_LEVEL);
const now = Date.now;
const s3 = lazyS3();
const producers = producerDirectory(s3, env.PAYLOAD_BUCKET, env.PRODUCERS_KEY, now);
const ports: AcceptPorts = {
  payloads: payloadStore(s3, env.PAYLOAD_BUCKET),
  queue: eventQueue(new SQSClient(clientDefaults), env.QUEUE_URL),
  now,
  newId,
  log,
  inlineLimitBytes: env.INLINE_LIMIT_BYTES,
};
const descriptions = describeApi(openapi);

/** Takes events, and answers what the API is. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const metrics = invocationMetrics("ingest");
  const routes = { ...descriptions, "POST /v1/events": (exchange: Exchange) => acceptOne(exchange, metrics) };
  try {
    return await serve(event, routes, log);
  } finally {
    metrics.flush();
    await log.flush();
  }
}

async function acceptOne({ event, headers, correlationId }: Exchange, metrics: Metrics): Promise<Answer> {
  const start = now();
  try {
    const producer = await producerOf(event, producers);
    const acceptance = await acceptEvent({ producer, headers, body: bodyOf(event), correlationId }, ports);
    noteAccepted(acceptance, producer.name, correlationId, metrics);
    return receiptOf(acceptance, correlationId);
  } catch (error) {
    metrics.add(error instanceof Problem && error.status < 500 ? "Rejected" : "IngestFailed", 1);
    throw error;
  } finally {
    metrics.add("IngestLatency", now() - start);
  }
}

function noteAccepted(
  acceptance: Acceptance,
  producer: string,
  correlationId: string,
  metrics: Metrics,
): void {
  const { eventId, acceptanceId, type, payloadBytes, offloaded } = acceptance;
  log.info("event accepted", {
    correlationId,
    eventId,
    acceptanceId,
    producer,
    type,
    payloadBytes,
    offloaded,
  });
  metrics.add("Accepted", 1);
  metrics.add("PayloadBytes", payloadBytes);
  if (offloaded) metrics.add("PayloadsOffloaded", 1);
}

function receiptOf({ eventId, fingerprint }: Acceptance, correlationId: string): Answer {
  return {
    status: 202,
    headers: { Location: `/v1/events/${eventId}` },
    body: JSON.stringify({ eventId, correlationId, fingerprint, status: "accepted" }),
  };
}
