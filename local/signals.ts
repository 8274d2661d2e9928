/** npm and the terminal both pass a Ctrl-C on, so signals this close together are one; milliseconds. */
const sameKeystroke = 500;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Hears the wish to stop.
 * @param onRepeat is called for each further wish, by someone who waits too long.
 * @returns resolves at the first one.
 */
export function stopRequested(onRepeat: () => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let first = 0;
  const hear = () => {
    if (first === 0) {
      first = Date.now();
      resolve();
    } else if (Date.now() - first > sameKeystroke) {
      onRepeat();
    }
  };
  for (const signal of signals) process.on(signal, hear);
  return promise;
}
