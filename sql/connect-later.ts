import type { Driver, DriverFactory } from "slonik";
import { checkedWhenQuiet } from "./stale-connection.ts";
import { dropUnheardErrors } from "./unheard-errors.ts";
import { within } from "./within.ts";

dropUnheardErrors();

/**
 * slonik's driver asks the server for its types when the pool is made; this one asks at the first
 * connection, and again after a failure, so that a function starts while the database is away.
 * @param withinMs how long the server may take; every connection of the pool waits for this answer.
 */
export function connectLater(createDriver: DriverFactory, withinMs: number): DriverFactory {
  return async (input) => {
    let driver: Promise<Driver> | undefined;
    const connected = () => {
      driver ??= within(withinMs, createDriver(input)).catch((error: unknown) => {
        driver = undefined;
        throw error;
      });
      return driver;
    };
    return {
      createClient: async () => checkedWhenQuiet(await (await connected()).createClient()),
    };
  };
}
