import type { MoveTask, MoveTasks } from "./ports.ts";
import { Refused } from "./refused.ts";

/** SQS moves no faster (quota of StartMessageMoveTask). */
export const fastestMove = 500;

/**
 * Lets SQS move all that a dead-letter queue holds: nothing is chosen, tried first or watched.
 * @returns the task's handle.
 * @throws Refused where SQS cannot do it.
 */
export function startMove(messagesPerSecond: number, tasks: MoveTasks): Promise<string> {
  return whereSqsCan(() => tasks.start(messagesPerSecond));
}

/** The last moves, newest first. @throws Refused where SQS cannot do it. */
export function listMoves(tasks: MoveTasks): Promise<readonly MoveTask[]> {
  return whereSqsCan(() => tasks.list());
}

/**
 * Stops a move; what was moved stays moved.
 * @returns how many had been moved.
 * @throws Refused where SQS cannot do it.
 */
export function cancelMove(taskHandle: string, tasks: MoveTasks): Promise<number> {
  return whereSqsCan(() => tasks.cancel(taskHandle));
}

async function whereSqsCan<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error) || !isUnknownAction(error)) throw error;
    throw new Refused(
      "This SQS cannot move a queue by itself: the local mode's has no StartMessageMoveTask. Use a redrive of all dead events instead, which also tries a few first and counts what becomes of them.",
    );
  }
}

function isUnknownAction({ name, message }: Error): boolean {
  return name === "InvalidAction" || message.startsWith("Unknown action");
}
