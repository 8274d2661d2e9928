import type { DatabaseSettings } from "../../../sql/pool.ts";
import { passwordOf } from "./password.ts";
import { trustedRoots } from "./trusted-roots.ts";

/** The database part of a function's environment, parsed. */
export interface DatabaseEnvironment {
  readonly DATABASE_HOST: string;
  readonly DATABASE_PORT: number;
  readonly DATABASE_NAME: string;
  readonly DATABASE_USER: string;
  readonly DATABASE_PASSWORD?: string | undefined;
  readonly DATABASE_TLS: "verify" | "off";
  readonly POOL_SIZE: number;
  readonly STATEMENT_TIMEOUT_MS: number;
  /** Set by Lambda. */
  readonly AWS_REGION?: string | undefined;
}

/** @param password what the function logs in with, when that is neither of its environment nor an IAM token. */
export function databaseSettings(
  environment: DatabaseEnvironment,
  password: DatabaseSettings["password"] = passwordOf(environment),
): DatabaseSettings {
  return {
    host: environment.DATABASE_HOST,
    port: environment.DATABASE_PORT,
    name: environment.DATABASE_NAME,
    user: environment.DATABASE_USER,
    password,
    tls: environment.DATABASE_TLS,
    ...(environment.DATABASE_TLS === "verify" && { ca: trustedRoots(environment.AWS_REGION) }),
    poolSize: environment.POOL_SIZE,
    statementTimeoutMs: environment.STATEMENT_TIMEOUT_MS,
  };
}
