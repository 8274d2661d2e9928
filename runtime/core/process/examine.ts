import { limits } from "../../contract/limits.ts";
import { StoreUnavailable } from "../../ports/store-errors.ts";
import { noteOutage } from "../note-circuit.ts";
import { claimAll } from "./claim.ts";
import { Judgement } from "./judgement.ts";
import { type Attempt, isUnexplained, type Outcome } from "./outcome.ts";
import type { BatchPorts } from "./ports.ts";

/**
 * Asks of what failed without an outage whether the record or the store is to blame. When the store
 * does not take an event of the kind that it stored before either, it is an outage and nobody is
 * judged. When it does, a record that has failed often enough and fails once more after that is judged.
 */
export async function examine(attempts: readonly Attempt[], ports: BatchPorts): Promise<readonly Attempt[]> {
  const first = attempts.find(isUnexplained);
  if (first === undefined) return attempts;
  if (await takesWitness(ports)) return inTurn(attempts, (attempt) => retryOften(attempt, ports));
  if (!attempts.some(isUnclaimed)) return attempts;
  const { correlationId, outcome } = first;
  noteOutage(ports.memory.store, { correlationId, error: outcome.error }, ports);
  return attempts.map((attempt) => (isUnclaimed(attempt) ? excused(attempt) : attempt));
}

/** Whether the store would take, right now, an event that it took before. */
async function takesWitness({ memory, store, time }: BatchPorts): Promise<boolean> {
  const { event } = memory.witness;
  const within = time.for("claim");
  if (event === undefined || within === 0) return false;
  return store.rehearse(event, within).then(
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

function exhausted({ message, outcome }: Attempt<"failed">): Outcome {
  const last = labelOf(outcome.error);
  const reason = `The event failed ${message.receiveCount} times while others were stored, last with ${last}.`;
  return { kind: "judged", judgement: new Judgement("attempts_exhausted", reason) };
}

/** The error without its message, which can quote the payload. */
function labelOf(error: unknown): string {
  if (!(error instanceof Error)) return "an unknown error";
  return "code" in error && typeof error.code === "string" ? `${error.name} ${error.code}` : error.name;
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
