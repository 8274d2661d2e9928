/** There was no answer in the time that there was for one. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** The longest delay that a timer can have; more would be none. */
const longestTimer = 2 ** 31 - 1;

/**
 * Waits for an answer at most so long: what vanished without a word, as in a failover, never
 * answers, and its own time-outs went with it.
 * @throws NoAnswer
 */
export async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new NoAnswer(`No answer within ${milliseconds} ms.`)),
    Math.min(Math.max(milliseconds, 0), longestTimer),
  );
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
