/**
 * Waits for all of them, also when one fails, so that whatever did start can be stopped.
 * @throws The first failure in the order given.
 */
export async function together<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
