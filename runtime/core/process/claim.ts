import type { Verdict } from "../../ports/processor-store.ts";
import { RecordRejected, StoreBusy, StoreUnavailable } from "../../ports/store-errors.ts";
import { noteAnswer, noteOutage } from "../note-circuit.ts";
import { Judgement } from "./judgement.ts";
import { type Attempt, isOut, type Outage, type Outcome, ofKind } from "./outcome.ts";
import type { BatchPorts } from "./ports.ts";

type Ready = Attempt<"ready">;

/** Claims what is ready; everything else is known already. */
export async function claimReady(
  prepared: readonly Attempt[],
  ports: BatchPorts,
): Promise<readonly Attempt[]> {
  const ready = ofKind(prepared, "ready");
  if (ready.length === 0) return prepared;
  const start = ports.now();
  const claimed = await claimAll(ready, ports);
  ports.metrics.add("StoreLatency", ports.now() - start);
  return [...prepared.filter(({ outcome }) => outcome.kind !== "ready"), ...claimed];
}

/**
 * Claims records in one statement. When the statement fails for another reason than an outage the
 * records go one by one, so that only the culprit is held responsible.
 */
export async function claimAll(ready: readonly Ready[], ports: BatchPorts): Promise<readonly Attempt[]> {
  const within = ports.time.for("claim");
  if (within === 0) return failed(ready, new Error("No time was left to store it."), "time");
  try {
    const verdicts = await ports.store.claim(
      ready.map(({ outcome }) => outcome.event),
      within,
    );
    noteAnswered(ready, ports);
    for (const { outcome } of ready.slice(-1)) ports.memory.witness.saw(outcome.event);
    return ready.map((attempt, index) => ({ ...attempt, outcome: settled(attempt, verdicts[index]) }));
  } catch (error) {
    return await unclaimed(ready, error, ports);
  }
}

/** What follows from a statement that failed. */
async function unclaimed(
  ready: readonly Ready[],
  error: unknown,
  ports: BatchPorts,
): Promise<readonly Attempt[]> {
  if (error instanceof StoreBusy) {
    noteAnswered(ready, ports);
    return failed(ready, error, "busy");
  }
  if (error instanceof StoreUnavailable) {
    noteOutage(ports.memory.store, { error, correlationId: correlationIdOf(ready) }, ports);
    return failed(ready, error, "store");
  }
  if (ready.length > 1) return oneByOne(ready, ports);
  if (!(error instanceof RecordRejected)) return failed(ready, error, undefined);
  noteAnswered(ready, ports);
  const judgement = new Judgement("schema_violation", error.message);
  return ready.map((attempt) => ({ ...attempt, outcome: { kind: "judged", judgement } }));
}

async function oneByOne(ready: readonly Ready[], ports: BatchPorts): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const attempt of ready) {
    const out = attempts.find(isOut);
    attempts.push(
      ...(out === undefined
        ? await claimAll([attempt], ports)
        : failed([attempt], out.outcome.error, out.outcome.outage)),
    );
  }
  return attempts;
}

function noteAnswered(ready: readonly Ready[], { memory, log }: BatchPorts): void {
  const outageMs = noteAnswer(memory.store, correlationIdOf(ready), { log });
  if (outageMs !== undefined) memory.aftermath.recovered(outageMs);
}

function failed(ready: readonly Ready[], error: unknown, outage: Outage | undefined): readonly Attempt[] {
  return ready.map(({ outcome: { event }, ...attempt }) => ({
    ...attempt,
    outcome: { kind: "failed", error, outage, event },
  }));
}

function settled({ outcome: { event } }: Ready, verdict: Verdict | undefined): Outcome {
  if (verdict === undefined)
    return { kind: "failed", error: new Error("The store gave no verdict."), outage: undefined, event };
  if (verdict !== "conflict") return { kind: "settled", event, verdict };
  const reason = `The event ${event.eventId} was stored before with another payload or type; it stays as it was.`;
  return { kind: "judged", judgement: new Judgement("idempotency_conflict", reason) };
}

function correlationIdOf(ready: readonly Ready[]): string {
  return ready[0]?.correlationId ?? "";
}
