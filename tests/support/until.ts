import { setTimeout as sleep } from "node:timers/promises";

/**
 * Asks again and again until there is an answer.
 * @throws Error naming what was waited for, once the deadline has passed.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined> | T | undefined,
  { seconds = 60 }: { readonly seconds?: number } = {},
): Promise<T> {
  const deadline = Date.now() + seconds * 1_000;
  let fault: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      fault = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s for ${what}.`, { cause: fault });
    await sleep(50);
  }
}
