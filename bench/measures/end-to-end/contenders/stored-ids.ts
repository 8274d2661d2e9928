import { sql } from "slonik";
import * as v from "valibot";
import { settingsFromUrl } from "../../../../local/postgres/url.ts";
import { createDatabasePool } from "../../../../sql/pool.ts";

const Row = v.strictObject({ id: v.string() });
const statementTimeoutMs = 120_000;

/** The ids that producers gave, once for each row of the table `event`. */
export async function storedIds(databaseUrl: string, column: string): Promise<readonly string[]> {
  const settings = { ...settingsFromUrl(databaseUrl), poolSize: 1, statementTimeoutMs };
  const pool = await createDatabasePool(settings);
  try {
    const rows = await pool.any(sql.type(Row)`select ${sql.identifier([column])} as id from event`);
    return rows.map(({ id }) => id);
  } finally {
    await pool.end();
  }
}
