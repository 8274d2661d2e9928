import type { ItemResult } from "../../core/accept/accept-batch.ts";
import type { Acceptance } from "../../core/accept/acceptance.ts";
import { MessageNotSent, PayloadNotStored } from "../../core/accept/not-queued.ts";
import type { AcceptRequest } from "../../core/accept/request.ts";
import { count } from "../../core/count.ts";
import { Problem } from "../../core/problem.ts";
import type { Log } from "../../ports/log.ts";
import type { Metrics } from "../../ports/metrics.ts";
import { loggablePaths } from "./loggable-paths.ts";

export interface Notebook {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Logs and counts an event that was taken. */
export function noteAccepted(
  { eventId, acceptanceId, type, payloadBytes, offloaded }: Acceptance,
  { correlationId, producer }: AcceptRequest,
  { log, metrics }: Notebook,
): void {
  log.info("event accepted", {
    correlationId,
    eventId,
    acceptanceId,
    producer: producer.name,
    type,
    payloadBytes,
    offloaded,
  });
  metrics.add("Accepted", 1);
  metrics.add("PayloadBytes", payloadBytes);
  if (offloaded) metrics.add("PayloadsOffloaded", 1);
}

/** Counts an event that was not taken, or a request that could not be read. */
export function countRefused(error: unknown, metrics: Metrics): void {
  metrics.add(error instanceof Problem && error.status < 500 ? "Rejected" : "IngestFailed", 1);
  const cause = error instanceof Error ? error.cause : undefined;
  count(metrics, "StorageFailures", cause instanceof PayloadNotStored ? 1 : 0);
  count(metrics, "QueueFailures", cause instanceof MessageNotSent ? 1 : 0);
}

/** Logs and counts every item of a batch; a cause that all failed items may share is told once. */
export function noteItems(results: readonly ItemResult[], request: AcceptRequest, notebook: Notebook): void {
  const { correlationId } = request;
  for (const [index, result] of results.entries()) {
    if ("acceptance" in result) noteAccepted(result.acceptance, request, notebook);
    else noteRefused(index, result.problem, correlationId, notebook);
  }
  const failed = results.flatMap((result) =>
    "problem" in result && result.problem.status >= 500 ? [result.problem] : [],
  );
  if (failed[0] === undefined) return;
  notebook.log.error("batch not taken whole", {
    correlationId,
    items: failed.length,
    error: failed[0].cause,
  });
}

function noteRefused(
  index: number,
  problem: Problem,
  correlationId: string,
  { log, metrics }: Notebook,
): void {
  const { code, status } = problem;
  log.info("event refused", { correlationId, index, code, status, paths: loggablePaths(problem) });
  countRefused(problem, metrics);
}
