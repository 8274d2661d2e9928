import { setTimeout as pause } from "node:timers/promises";

const stepMs = 25;

/** Asks again and again until the answer is yes; false when it was not within the time. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await pause(stepMs);
  }
  return true;
}
