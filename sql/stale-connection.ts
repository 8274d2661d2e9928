import type { DriverClient } from "slonik";

/** A connection turned out to be dead before the statement was sent on it: try again with another. */
export class StaleConnection extends Error {
  override readonly name = "StaleConnection";
}

// A connection in steady use is not checked: the check is a round trip.
const quietMs = 15_000;
// A server that is there answers within milliseconds; one that is gone may never answer.
const answerMs = 1_000;

/**
 * Checks a connection before its first statement after a quiet time, as after a frozen sandbox or
 * a failover, by the wall clock because timers stand still in a frozen sandbox. When the check
 * fails the statement throws {@link StaleConnection} unsent, and slonik discards the connection.
 */
export function checkedWhenQuiet(client: DriverClient, now = () => Date.now()): DriverClient {
  let lastUsed = now();
  return {
    ...client,
    query: async (...statement) => {
      if (now() - lastUsed > quietMs) await check(client);
      try {
        return await client.query(...statement);
      } finally {
        lastUsed = now();
      }
    },
  };
}

async function check(client: DriverClient): Promise<void> {
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${answerMs} ms.`)), answerMs);
  try {
    await Promise.race([client.query("select 1"), silence]);
  } catch (error) {
    throw new StaleConnection("The connection died while it was idle.", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
