import type { DatabasePool } from "slonik";
import { createDatabasePool } from "../../../sql/pool.ts";
import { type DatabaseEnvironment, databaseSettings } from "./database-settings.ts";

/** The pool of a function; no connection is made before the first statement. */
export function connect(environment: DatabaseEnvironment): Promise<DatabasePool> {
  return createDatabasePool(databaseSettings(environment));
}
