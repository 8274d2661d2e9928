import { totalmem } from "node:os";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { createDatabasePool } from "../../../sql/pool.ts";
import { type BenchDatabase, openDatabase } from "../../harness/database.ts";

/** One of the two servers. */
export type Side = BenchDatabase;

const Nothing = v.strictObject({});
/** Of the machine's memory, for pages of the database: what RDS gives its servers (`shared_buffers`). */
const shareOfMemory = 0.25;

/**
 * Starts a server that has memory for its pages as on RDS; without, ten million events would be measured
 * on the 128 MiB that PostgreSQL takes when nobody says more. It ends with the stack.
 */
export async function openSide(folder: string, stack: AsyncDisposableStack): Promise<Side> {
  const buffers = sql.literalValue(`${Math.floor((totalmem() * shareOfMemory) / 2 ** 20)}MB`);
  {
    await using once = new AsyncDisposableStack();
    const { pool } = await openDatabase(folder, once);
    await pool.query(sql.type(Nothing)`alter system set shared_buffers = ${buffers}`);
  }
  return openDatabase(folder, stack);
}

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
