import * as v from "valibot";
import type { InvocationResult } from "../../../local/lambda/function.ts";
import { Sandbox } from "../../../local/lambda/sandbox.ts";
import type { LocalDatabase } from "../../../local/postgres/url.ts";
import { mixedEvent } from "../../harness/event-mix.ts";
import { ingestRequest } from "../../harness/ingest-request.ts";
import { prepare, sqsEvent } from "../../harness/prepared-events.ts";
import { NothingBack } from "../../harness/process-handler.ts";
import { apiKeyId, type Scene, setScene } from "../../harness/scene.ts";
import type { Figure } from "../../measure.ts";
import { batchFigures, type Counted, requestFigures } from "./figures.ts";

/** Records of a batch. */
const batches = [1, 10, 100] as const;
/** Events of a request; undefined posts one by itself. */
const requests = [undefined, 10, 500] as const;

/** Counts what the deployed bundles call for each size of batches, as they work when they are warm. */
export async function countCalls(
  folder: string,
  database: LocalDatabase,
  signal: AbortSignal,
): Promise<readonly Figure[]> {
  await using stack = new AsyncDisposableStack();
  const scene = await setScene(folder, database, stack);
  return [...(await countProcessor(scene, signal)), ...(await countIngest(scene, signal))];
}

async function countProcessor(scene: Scene, signal: AbortSignal): Promise<readonly Figure[]> {
  const sandbox = new Sandbox(scene.process, () => undefined);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => sandbox.stop());
  let next = 0;
  const batchOf = async (size: number) => {
    signal.throwIfAborted();
    const numbers = Array.from({ length: size }, () => next++);
    const events = await Promise.all(numbers.map((n) => prepare(mixedEvent(n, "calls"))));
    for (const { payloadKey, canonical } of events) {
      if (payloadKey !== undefined) await scene.put(payloadKey, canonical);
    }
    v.parse(NothingBack, answerOf(await sandbox.invoke(sqsEvent(events))));
  };
  // Opens the connection, which asks for types.
  await batchOf(1);
  const figures: Figure[] = [];
  for (const size of batches) {
    take(scene);
    await batchOf(size);
    figures.push(...batchFigures(size, take(scene)));
  }
  return figures;
}

async function countIngest(scene: Scene, signal: AbortSignal): Promise<readonly Figure[]> {
  const sandbox = new Sandbox(scene.ingest, () => undefined);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => sandbox.stop());
  let next = 10_000;
  const post = async (size: number | undefined) => {
    signal.throwIfAborted();
    // All of 1 KiB: what is counted is events, and 500 of the mix are more than a request may hold.
    const events = Array.from({ length: size ?? 1 }, () => ({
      ...mixedEvent(0, "calls"),
      id: `post-${next++}`,
    }));
    const [only] = events;
    const request =
      size === undefined
        ? ingestRequest("/v1/events", JSON.stringify(only), apiKeyId)
        : ingestRequest("/v1/events/batch", JSON.stringify(events), apiKeyId);
    refuseOthers(await sandbox.invoke(request));
  };
  // Reads the directory of producers.
  await post(undefined);
  const figures: Figure[] = [];
  for (const size of requests) {
    take(scene);
    await post(size);
    figures.push(...requestFigures(size, take(scene)));
  }
  return figures;
}

const Answer = v.object({ statusCode: v.number(), body: v.string() });

function answerOf(result: InvocationResult): unknown {
  if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}`);
  return JSON.parse(result.payload);
}

/** @throws Error when the events were not all taken. */
function refuseOthers(result: InvocationResult): void {
  const { statusCode, body } = v.parse(Answer, answerOf(result));
  if (statusCode !== 202) throw new Error(`The request was answered with ${statusCode}: ${body}`);
}

function take({ calls, roundTrips }: Scene): Counted {
  return { ...calls.take(), roundTrips: roundTrips.take() };
}
