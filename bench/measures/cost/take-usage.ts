import { median } from "simple-statistics";
import type { DatabasePool } from "slonik";
import { emptyTables } from "../../harness/oracle.ts";
import type { Scene } from "../../harness/scene.ts";
import { accessLine } from "./access-line.ts";
import { type EventSource, handOver } from "./event-source.ts";
import { storedBytes, verifyAccepted } from "./ledger.ts";
import type { MeteredFunction } from "./metered-function.ts";
import { polledRequests } from "./polled-requests.ts";
import { postEvents } from "./post-events.ts";
import type { Scenario } from "./scenarios.ts";
import { type Usage, usedOnWire } from "./usage.ts";

/** The way of events, with its meters. */
export interface MeteredWay {
  readonly scene: Scene;
  readonly ingest: MeteredFunction;
  readonly source: EventSource;
  readonly pool: DatabasePool;
}

/**
 * Sends so many events of a scenario on their whole way and reads the meters.
 * @throws Error when one of them was lost, doubled or not announced.
 */
export async function takeUsage(
  way: MeteredWay,
  scenario: Scenario,
  { events, run, signal }: { readonly events: number; readonly run: string; readonly signal: AbortSignal },
): Promise<Usage> {
  const { scene, ingest, source, pool } = way;
  await emptyTables(pool, []);
  const empty = await storedBytes(pool);
  await clearMeters(way);
  const sent = await postEvents(ingest, scenario, events, run, signal);
  const received = await handOver(source, events, scenario.batch, signal);
  const requests = scene.calls.takeRequests();
  const databaseBytes = scene.roundTrips.takeBytes();
  const [accepting, processing] = [await ingest.take(), await source.target.take()];
  const published = requests.filter(({ service }) => service === "sns");
  await verifyAccepted(
    pool,
    sent.eventIds,
    published.reduce((sum, { messages }) => sum + messages, 0),
  );
  const wire = usedOnWire(requests.filter(({ action }) => !asLambda.has(action)));
  return {
    ...wire,
    events,
    posts: accepting.times.length,
    ingest: { count: accepting.times.length, ms: median([...accepting.times]) },
    process: { count: processing.times.length, ms: median([...processing.times]) },
    sqsRequests: wire.sqsRequests + polledRequests(received),
    logBytes:
      accepting.logBytes + processing.logBytes + accepting.times.length * Buffer.byteLength(accessLine()),
    answerBytes: sent.answerBytes,
    databaseBytes,
    storedBytes: (await storedBytes(pool)) - empty,
  };
}

/** What Lambda asks of SQS in the function's place; it is counted by what was received. */
const asLambda = new Set(["ReceiveMessage", "DeleteMessageBatch"]);

async function clearMeters({ scene, ingest, source }: MeteredWay): Promise<void> {
  await ingest.take();
  await source.target.take();
  scene.calls.takeRequests();
  scene.roundTrips.takeBytes();
}
