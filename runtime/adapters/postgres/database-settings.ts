import type { DatabaseSettings } from "../../../sql/pool.ts";

/** The database part of a function's environment, parsed. */
export interface DatabaseEnvironment {
  readonly DATABASE_HOST: string;
  readonly DATABASE_PORT: number;
  readonly DATABASE_NAME: string;
  readonly DATABASE_USER: string;
  readonly DATABASE_PASSWORD: string;
  readonly DATABASE_TLS: "verify" | "off";
  readonly POOL_SIZE: number;
  readonly STATEMENT_TIMEOUT_MS: number;
}

export function databaseSettings(environment: DatabaseEnvironment): DatabaseSettings {
  return {
    host: environment.DATABASE_HOST,
    port: environment.DATABASE_PORT,
    name: environment.DATABASE_NAME,
    user: environment.DATABASE_USER,
    password: environment.DATABASE_PASSWORD,
    tls: environment.DATABASE_TLS,
    poolSize: environment.POOL_SIZE,
    statementTimeoutMs: environment.STATEMENT_TIMEOUT_MS,
  };
}
