import { limits } from "../../contract/limits.ts";
import { type ProcessorStore, RecordRejected, StoreUnavailable, type Verdict } from "../../ports.ts";
import { Judgement } from "./judgement.ts";
import type { Attempt, Outcome } from "./outcome.ts";

/**
 * Claims a batch in one statement. When the statement fails for another reason than an outage the
 * records go one by one, so that only the culprit is judged.
 */
export async function claimAll(
  ready: readonly Attempt<"ready">[],
  store: ProcessorStore,
): Promise<readonly Attempt[]> {
  if (ready.length === 0) return [];
  try {
    const verdicts = await store.claim(ready.map(({ outcome }) => outcome.event));
    return ready.map((attempt, index) => ({ ...attempt, outcome: settled(attempt, verdicts[index]) }));
  } catch (error) {
    if (error instanceof StoreUnavailable)
      return ready.map((attempt) => ({ ...attempt, outcome: outage(error) }));
    return ready.length === 1 ? ready.map((attempt) => alone(attempt, error)) : oneByOne(ready, store);
  }
}

async function oneByOne(
  ready: readonly Attempt<"ready">[],
  store: ProcessorStore,
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const attempt of ready) attempts.push(...(await claimAll([attempt], store)));
  return attempts;
}

function settled({ outcome: { event } }: Attempt<"ready">, verdict: Verdict | undefined): Outcome {
  if (verdict === undefined)
    return { kind: "failed", error: new Error("The store gave no verdict."), outage: false };
  if (verdict !== "conflict") return { kind: "settled", event, verdict };
  const reason = `The event ${event.eventId} was stored before with another payload or type; it stays as it was.`;
  return { kind: "judged", judgement: new Judgement("idempotency_conflict", reason) };
}

function outage(error: unknown): Outcome {
  return { kind: "failed", error, outage: true };
}

/** The record that makes the statement fail even when it is alone. */
function alone(attempt: Attempt<"ready">, error: unknown): Attempt {
  if (error instanceof RecordRejected) {
    return {
      ...attempt,
      outcome: { kind: "judged", judgement: new Judgement("schema_violation", error.message) },
    };
  }
  if (attempt.message.receiveCount < limits.attempts) {
    return { ...attempt, outcome: { kind: "failed", error, outage: false } };
  }
  const reason = `The store failed ${attempt.message.receiveCount} times on this event while it answered others.`;
  return { ...attempt, outcome: { kind: "judged", judgement: new Judgement("attempts_exhausted", reason) } };
}
