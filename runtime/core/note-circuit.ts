import type { Log } from "../ports/log.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { Circuit } from "./circuit.ts";

interface Ports {
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Tells the circuit that its dependency does not answer; one line when that opens it. */
export function noteOutage(
  circuit: Circuit,
  { error, correlationId }: { readonly error: unknown; readonly correlationId: string },
  { log, metrics }: Ports,
): void {
  if (!circuit.failed()) return;
  log.warn("circuit opened", { correlationId, dependency: circuit.dependency, error });
  metrics.add("CircuitOpened", 1);
}

/**
 * Tells the circuit that its dependency answered; one line when that closes it.
 * @returns for how many milliseconds it had been open; undefined when it was closed.
 */
export function noteAnswer(
  circuit: Circuit,
  correlationId: string,
  { log }: Pick<Ports, "log">,
): number | undefined {
  const openMs = circuit.succeeded();
  if (openMs === undefined) return undefined;
  log.info("circuit closed", { correlationId, dependency: circuit.dependency, openMs });
  return openMs;
}
