import { within } from "../../sql/within.ts";

/**
 * Calls something that can be aborted, and aborts it when it takes longer. It is not waited for
 * then: the SDK sleeps between its attempts whatever the signal says.
 * @throws NoAnswer
 */
export async function callWithin<T>(
  milliseconds: number | undefined,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  if (milliseconds === undefined) return call(controller.signal);
  try {
    return await within(milliseconds, call(controller.signal));
  } catch (error) {
    controller.abort();
    throw error;
  }
}
