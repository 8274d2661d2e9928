import type { DriverClient } from "slonik";
import { within } from "./within.ts";

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
  try {
    await within(answerMs, client.query("select 1"));
  } catch (error) {
    throw new StaleConnection("The connection died while it was idle.", { cause: error });
  }
}
