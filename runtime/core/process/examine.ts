import { limits } from "../../contract/limits.ts";
import { StoreUnavailable } from "../../ports.ts";
import { noteOutage } from "../note-circuit.ts";
import { claimAll } from "./claim.ts";
import { Judgement } from "./judgement.ts";
import { type Attempt, isUnexplained, type Outcome } from "./outcome.ts";
import type { BatchPorts } from "./ports.ts";

/**
 * Asks of what failed without an outage whether the record or the store is to blame. When the store
 * does not answer for an event that it has stored either, it is an outage and nobody is judged. When
 * it does, a record that has failed often enough and fails once more right after is judged.
 */
export async function examine(attempts: readonly Attempt[], ports: BatchPorts): Promise<readonly Attempt[]> {
  const first = attempts.find(isUnexplained);
  if (first === undefined) return attempts;
  if (await answersWitness(ports)) return inTurn(attempts, (attempt) => retryOften(attempt, ports));
  if (!attempts.some(isUnclaimed)) return attempts;
  const { correlationId, outcome } = first;
  noteOutage(ports.memory.store, { correlationId, error: outcome.error }, ports);
  return attempts.map((attempt) => (isUnclaimed(attempt) ? excused(attempt) : attempt));
}

/** Whether the store answers, right now, for the latest event that it is known to hold. */
async function answersWitness({ memory, store, time }: BatchPorts): Promise<boolean> {
  const { event } = memory.witness;
  const within = time.for("claim");
  if (event === undefined || within === 0) return false;
  return store.claim([event], within).then(
    () => true,
    () => false,
  );
}

async function retryOften(attempt: Attempt, ports: BatchPorts): Promise<readonly Attempt[]> {
  if (!isUnexplained(attempt) || attempt.message.receiveCount < limits.attempts) return [attempt];
  const { event } = attempt.outcome;
  const again =
    event === undefined
      ? [attempt]
      : await claimAll([{ ...attempt, outcome: { kind: "ready", event } }], ports);
  return again.map((last) => (isUnexplained(last) ? { ...last, outcome: exhausted(last) } : last));
}

function exhausted({ message }: Attempt): Outcome {
  const reason = `The event failed ${message.receiveCount} times while others were stored.`;
  return { kind: "judged", judgement: new Judgement("attempts_exhausted", reason) };
}

/** Failed at the store, and not in what comes before it. */
function isUnclaimed(attempt: Attempt): attempt is Attempt<"failed"> {
  return isUnexplained(attempt) && attempt.outcome.event !== undefined;
}

function excused(attempt: Attempt<"failed">): Attempt {
  const { outcome } = attempt;
  const error = new StoreUnavailable("The database fails whatever it is asked.", { cause: outcome.error });
  return { ...attempt, outcome: { ...outcome, error, outage: "store" } };
}

async function inTurn<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<readonly Item[]>,
): Promise<readonly Item[]> {
  const done: Item[] = [];
  for (const item of items) done.push(...(await work(item)));
  return done;
}
