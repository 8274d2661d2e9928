import { lapseSeconds } from "./lapse.ts";
import { Refused } from "./refused.ts";

/** What a redrive and a replay have in common: one process at a time, and a record. */
interface Run {
  readonly id: string;
  readonly actor: string;
  readonly state: "running" | "stopped" | "finished";
  /** 1, and one more with each resume. */
  readonly run: number;
  readonly startedAt: string;
  readonly heartbeatAt: string;
}

type Kind = "redrive" | "replay";

/** Why none can begin now. */
export function anotherRuns(kind: Kind, running: Run | undefined): Refused {
  if (running === undefined) return new Refused(`Another ${kind} has just ended. Try again.`);
  const { id, actor, startedAt, heartbeatAt } = running;
  return new Refused(
    `The ${kind} ${id} of ${actor} is running since ${startedAt}, its last sign of life was at ${heartbeatAt}. ` +
      `Wait until it has ended, or stop it. One that was killed can be resumed ${lapseSeconds} seconds after its last sign of life.`,
  );
}

/**
 * The record of a run that this process has lost.
 * @throws Refused when another process goes on with it.
 */
export function stoppedByAnother<Record extends Run>(kind: Kind, lost: Run, now: Record | undefined): Record {
  if (now?.run === lost.run && now.state === "stopped") return now;
  throw new Refused(
    `Another process goes on with the ${kind} ${lost.id}, as this one gave no sign of life for too long. Nothing is lost: see the list of ${kind}s.`,
  );
}

/** @throws Refused when there is none. */
export function known<Record extends Run>(kind: Kind, id: string, found: Record | undefined): Record {
  if (found === undefined) throw new Refused(`There is no ${kind} ${id}. See the list of ${kind}s.`);
  return found;
}

/** @throws Refused when it does not run. */
export function expectRunning(kind: Kind, { id, state }: Run): void {
  if (state !== "running") throw new Refused(`The ${kind} ${id} is not running: it has ${state}.`);
}
