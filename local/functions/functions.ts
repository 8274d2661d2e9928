import type { FunctionName } from "../../runtime/env.ts";
import type { Backend } from "../backend.ts";
import type { DataPaths } from "../data-directory/paths.ts";
import type { Observer } from "../lambda/function.ts";
import { FunctionPool } from "../lambda/function-pool.ts";
import { setLoginPasswords } from "../postgres/provision.ts";
import { StartFailure } from "../start-failure.ts";
import { functionConfigurations, type Surroundings } from "./configurations.ts";
import type { Timing } from "./timing.ts";

/** Every function of Fluxa, ready to be invoked. */
export type Functions = Readonly<Record<FunctionName, FunctionPool>>;

export function createFunctions(
  { endpoint, database }: Backend,
  paths: DataPaths,
  timing: Timing,
  observer: Observer,
  faulty?: Pick<Surroundings, "database" | "faultsOf">,
): Functions {
  const { ingest, process, query, relay, upkeep, operate, migrate } = functionConfigurations({
    awsEndpoint: endpoint,
    database,
    functionsFolder: paths.functions,
    timing,
    ...faulty,
  });
  return {
    ingest: new FunctionPool(ingest, observer),
    process: new FunctionPool(process, observer),
    query: new FunctionPool(query, observer),
    relay: new FunctionPool(relay, observer),
    upkeep: new FunctionPool(upkeep, observer),
    operate: new FunctionPool(operate, observer),
    migrate: new FunctionPool(migrate, observer),
  };
}

/**
 * Brings the database up to date as a deployment does, through the bundle of the migrate function.
 * @throws StartFailure when a migration fails.
 */
export async function migrate({ migrate: migrator }: Functions, { database }: Backend): Promise<void> {
  const result = await migrator.invoke("{}");
  if (!result.ok) {
    throw new StartFailure(
      `The database could not be brought up to date: ${result.errorMessage}\n` +
        "If the data directory was written by another version of Fluxa, use that one, or delete what it holds with --reset.",
    );
  }
  await migrator.stop();
  await setLoginPasswords(database, database.password);
}

/** Begins to load what the first event needs, so that it does not have to wait for all of it. */
export function warm({ ingest, process, query }: Functions): void {
  for (const pool of [ingest, process, query]) pool.warm();
}
