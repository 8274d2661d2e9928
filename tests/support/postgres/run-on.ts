import type { sql } from "slonik";
import * as v from "valibot";
import { settingsFromUrl } from "../../../local/postgres/url.ts";
import { createDatabasePool } from "../../../sql/pool.ts";

/** Runs one statement on a connection of its own, and returns its rows. */
export async function runOn(
  url: string,
  statement: ReturnType<typeof sql.unsafe>,
): Promise<readonly unknown[]> {
  const pool = await createDatabasePool({ ...settingsFromUrl(url), poolSize: 1, statementTimeoutMs: 10_000 });
  try {
    const { rows } = await pool.query(statement);
    return v.parse(v.array(v.record(v.string(), v.unknown())), rows);
  } finally {
    await pool.end();
  }
}
