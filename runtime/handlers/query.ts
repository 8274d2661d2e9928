import { setTimeout as pause } from "node:timers/promises";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as v from "valibot";
import { structuredLog } from "../adapters/log.ts";
import { functionMetrics } from "../adapters/metrics.ts";
import { connect } from "../adapters/postgres/connect.ts";
import { createReceiptStore } from "../adapters/postgres/receipt-store.ts";
import { lazyS3 } from "../adapters/s3/client.ts";
import { producerDirectory } from "../adapters/s3/producer-directory.ts";
import { Uuid } from "../contract/identifiers.ts";
import { limits } from "../contract/limits.ts";
import { countOutages } from "../core/count-outages.ts";
import { Problem } from "../core/problem.ts";
import { readPayload, readReceipt } from "../core/receipts.ts";
import { readEnvironment } from "../env.ts";
import type { Scope } from "../ports/receipt-store.ts";
import { StoreUnavailable } from "../ports/store-errors.ts";
import { preferredWait } from "./http/prefer.ts";
import { producerOf } from "./http/request.ts";
import { type Answer, type Exchange, serve } from "./http/serve.ts";

const env = readEnvironment("query", process.env);
const log = structuredLog("query", env.LOG_LEVEL);
const metrics = functionMetrics("query");
const producers = producerDirectory(lazyS3(), env.PAYLOAD_BUCKET, env.PRODUCERS_KEY, Date.now);
const ports = {
  receipts: createReceiptStore(await connect(env), { inlineBytes: env.NOTIFICATION_INLINE_BYTES }),
  now: Date.now,
  pause: async (milliseconds: number) => void (await pause(milliseconds)),
};
/** How long a query waits for the directory of producers; it has its own wait to come. */
const directoryMs = 5_000;

const routes = {
  "GET /v1/events/{eventId}": (exchange: Exchange) => answering(() => receipt(exchange)),
  "GET /v1/events/{eventId}/payload": (exchange: Exchange) => answering(() => payload(exchange)),
};

/** Answers what became of an event. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  try {
    return await serve(event, routes, log);
  } finally {
    metrics.flush();
  }
}

async function receipt(exchange: Exchange): Promise<Answer> {
  const wait = preferredWait(exchange.headers["prefer"], limits.receiptWaitSeconds);
  const found = await readReceipt(eventIdOf(exchange), await scopeOf(exchange), wait ?? 0, ports);
  log.info("receipt read", {
    correlationId: exchange.correlationId,
    eventId: found.eventId,
    status: found.status,
  });
  return {
    status: 200,
    body: JSON.stringify(found),
    ...(wait !== undefined && { headers: { "Preference-Applied": `wait=${wait}` } }),
  };
}

async function payload(exchange: Exchange): Promise<Answer> {
  const eventId = eventIdOf(exchange);
  const { canonical, contentDigest } = await readPayload(eventId, await scopeOf(exchange), ports);
  log.info("payload read", { correlationId: exchange.correlationId, eventId });
  return { status: 200, body: canonical, headers: { "Content-Digest": contentDigest } };
}

/** An id that is no UUID names no event, so its answer is that of an unknown one. */
function eventIdOf({ event }: Exchange): string {
  const eventId = event.pathParameters?.["eventId"]?.toLowerCase();
  if (v.is(Uuid, eventId)) return eventId;
  throw new Problem("event_not_found", "An event id is a UUID, as the 202 and its Location gave it.");
}

async function scopeOf({ event }: Exchange): Promise<Scope> {
  const producer = await producerOf(event, producers, AbortSignal.timeout(directoryMs));
  return producer.reader ? "all" : { producer: producer.name };
}

async function answering(answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    countOutages(metrics, [error]);
    const detail = "The database does not answer now. Nothing is lost: send the same request again.";
    throw new Problem("unavailable", detail, { retryAfter: 5, cause: error });
  }
}
