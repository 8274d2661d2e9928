import { setTimeout as pause } from "node:timers/promises";

/** Tries an assertion again and again until it holds; throws its last failure after the deadline. */
export async function eventually(assertion: () => Promise<void>, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(50);
    }
  }
}
