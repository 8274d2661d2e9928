import type { DatabasePool } from "slonik";
import { createDatabasePool } from "../../../sql/pool.ts";
import type { BenchDatabase } from "../../harness/database.ts";

/** One of the two servers. */
export type Side = BenchDatabase;

/** A measurement on either server, round after round. */
export interface Sides {
  readonly small: Side;
  readonly large: Side;
}

/** What was measured on each, a number a round; the n-th of both were taken one after the other. */
export interface Samples {
  readonly small: readonly number[];
  readonly large: readonly number[];
}

const statementTimeoutMs = 60_000;

interface Connections extends AsyncDisposable {
  readonly pool: DatabasePool;
}

/** Connections of a function's role. */
export async function connectAs(
  side: Side,
  user: "fluxa_processor" | "fluxa_query",
  poolSize: number,
): Promise<Connections> {
  const pool = await createDatabasePool({ ...side.access, user, poolSize, statementTimeoutMs });
  return { pool, [Symbol.asyncDispose]: () => pool.end() };
}
