import { createPgDriverFactory } from "@slonik/pg-driver";
import { createPool, type DatabasePool, stringifyDsn } from "slonik";
import { connectLater } from "./connect-later.ts";
import { resultParser } from "./result-parser.ts";

/** How to reach the database, and as whom. */
export interface DatabaseSettings {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly user: string;
  /** A function is asked before each connection, for tokens that expire. */
  readonly password: string | (() => Promise<string>);
  /** `verify` checks certificate and host name; `off` is for a server on the same machine only. */
  readonly tls: "verify" | "off";
  /** Root certificates to trust instead of Node's own, as PEM. */
  readonly ca?: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** Milliseconds after which the server gives a statement up. */
  readonly statementTimeoutMs: number;
}

const connectionTimeoutMs = 5_000;
// A frozen sandbox wakes after minutes: its connections are checked then, not thrown away.
const idleTimeoutMs = 10 * 60_000;
// Longest wait for a broken connection to say goodbye before its place in the pool is given away.
const terminationTimeoutMs = 500;

/**
 * Opens a pool. No connection is made before the first query, so that a database outage fails
 * queries (`ConnectionError`) and not the start of a function; every row is parsed by the schema
 * of its query.
 */
export function createDatabasePool(settings: DatabaseSettings): Promise<DatabasePool> {
  return createPool(connectionUri(settings), {
    ...(settings.tls === "verify" && {
      ssl: { rejectUnauthorized: true, ...(settings.ca !== undefined && { ca: settings.ca }) },
    }),
    password: settings.password,
    driverFactory: connectLater(createPgDriverFactory(), connectionTimeoutMs),
    interceptors: [resultParser],
    typeParsers: [],
    maxPoolSize: settings.poolSize,
    connectionTimeout: connectionTimeoutMs,
    // The callers know which statements may be repeated, and deadlocks must be seen.
    connectionRetryLimit: 1,
    queryRetryLimit: 0,
    transactionRetryLimit: 0,
    statementTimeout: settings.statementTimeoutMs,
    idleInTransactionSessionTimeout: settings.statementTimeoutMs,
    idleTimeout: idleTimeoutMs,
    gracefulTerminationTimeout: terminationTimeoutMs,
    // Nothing here changes the session, and slonik's DISCARD ALL is a round trip per call.
    resetConnection: async () => {},
  });
}

function connectionUri({ host, port, name, user }: DatabaseSettings): string {
  return stringifyDsn({ host, port, databaseName: name, username: user, applicationName: "fluxa" });
}
