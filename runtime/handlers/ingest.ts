import { setTimeout as pause } from "node:timers/promises";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { clientDefaults } from "../adapters/aws-client.ts";
import { newId } from "../adapters/identifiers.ts";
import { structuredLog } from "../adapters/log.ts";
import { functionMetrics } from "../adapters/metrics.ts";
import { lazyS3 } from "../adapters/s3/client.ts";
import { payloadStore } from "../adapters/s3/payload-store.ts";
import { producerDirectory } from "../adapters/s3/producer-directory.ts";
import { eventQueue } from "../adapters/sqs/event-queue.ts";
import { limits } from "../contract/limits.ts";
import { acceptBatch } from "../core/accept/accept-batch.ts";
import { acceptEvent } from "../core/accept/accept-event.ts";
import type { AcceptRequest } from "../core/accept/request.ts";
import { Problem } from "../core/problem.ts";
import { readEnvironment } from "../env.ts";
import { acceptedAnswer } from "./http/accepted-answer.ts";
import { batchAnswer } from "./http/batch-answer.ts";
import { describeApi } from "./http/describe-api.ts";
import { countRefused, type Notebook, noteAccepted, noteItems } from "./http/note-events.ts";
import { bodyOf, producerOf } from "./http/request.ts";
import { type Answer, type Exchange, serve } from "./http/serve.ts";

const env = readEnvironment("ingest", process.env);
const log = structuredLog("ingest", env.LOG_LEVEL);
const metrics = functionMetrics("ingest");
const notebook: Notebook = { log, metrics };
const now = Date.now;
const s3 = lazyS3();
const producers = producerDirectory(s3, env.PAYLOAD_BUCKET, env.PRODUCERS_KEY, now);
const ports = {
  payloads: payloadStore(s3, env.PAYLOAD_BUCKET),
  queue: eventQueue(new SQSClient(clientDefaults), env.QUEUE_URL),
  now,
  newId,
  log,
  pause: async (milliseconds: number) => void (await pause(milliseconds)),
  random: Math.random,
  inlineLimitBytes: env.INLINE_LIMIT_BYTES,
};
// Loaded when somebody asks: no event needs it.
const readDocument = async () =>
  (await import("../contract/openapi.json", { with: { type: "json" } })).default;
const routes = {
  ...describeApi(readDocument),
  "POST /v1/events": (exchange: Exchange) => accepting(exchange, acceptOne),
  "POST /v1/events/batch": (exchange: Exchange) => accepting(exchange, acceptSeveral),
};

/** Takes events, and answers what the API is. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  try {
    return await serve(event, routes, log);
  } finally {
    metrics.flush();
  }
}

/** The answer, or the problem that every event of the request met and that was counted for each. */
type Accept = (request: AcceptRequest) => Promise<Answer | Problem>;

/** Everything that a request waits for ends with its deadline, so that it gets an answer of ours. */
async function accepting(exchange: Exchange, accept: Accept): Promise<Answer> {
  const start = now();
  const deadline = AbortSignal.timeout(limits.ingestSeconds * 1_000);
  const answer = await requestOf(exchange, deadline)
    .then(accept)
    .catch((error: unknown) => {
      countRefused(error, metrics);
      throw error;
    })
    .finally(() => metrics.add("IngestLatency", now() - start));
  if (answer instanceof Problem) throw answer;
  return answer;
}

async function requestOf(
  { event, headers, correlationId }: Exchange,
  deadline: AbortSignal,
): Promise<AcceptRequest> {
  const producer = await producerOf(event, producers, deadline);
  return { producer, headers, body: bodyOf(event), correlationId, deadline };
}

async function acceptOne(request: AcceptRequest): Promise<Answer> {
  const acceptance = await acceptEvent(request, ports);
  noteAccepted(acceptance, request, notebook);
  return acceptedAnswer(acceptance, request.correlationId);
}

async function acceptSeveral(request: AcceptRequest): Promise<Answer | Problem> {
  const results = await acceptBatch(request, ports);
  noteItems(results, request, notebook);
  return batchAnswer(results, request.correlationId);
}
