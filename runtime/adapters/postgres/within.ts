/** The database did not answer in the time that the server itself would have taken to give up. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/**
 * Waits for an answer at most so long: a server that vanished without a word, as in a failover,
 * never answers, and its own statement timeout went with it.
 * @throws NoAnswer
 */
export async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new NoAnswer(`No answer within ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
