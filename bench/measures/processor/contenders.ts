import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { writeDeployed, writePeer } from "../../harness/write-handler.ts";

/** A processor under measurement. */
export interface Contender {
  /** In the keys of figures. */
  readonly name: "fluxa" | "perMessage" | "powertools" | "byHand" | "insertAlone";
  readonly label: string;
  /** Folder of its peer; absent for Fluxa itself. */
  readonly peer?: string;
  /** A table of its own beside Fluxa's. */
  readonly table?: string;
}

export const contenders: readonly Contender[] = [
  { name: "fluxa", label: "Fluxa" },
  { name: "perMessage", label: "per message", peer: "per-message", table: "processed_event" },
  { name: "powertools", label: "Powertools", peer: "powertools", table: "idempotency" },
  { name: "byHand", label: "by hand (limit)", peer: "by-hand" },
  { name: "insertAlone", label: "insert alone (limit)", peer: "insert-alone" },
];

/** Bundles every contender into a folder of its name. */
export async function writeContenders(folder: string): Promise<void> {
  for (const { name, peer } of contenders) {
    const place = join(folder, name);
    if (peer === undefined) await writeDeployed("process", place);
    else await writePeer(new URL(`../../peers/${peer}/handler.ts`, import.meta.url), place);
  }
}

/** Makes the tables that peers have of their own. */
export async function createPeerTables(pool: DatabasePool): Promise<void> {
  for (const { peer, table } of contenders) {
    if (table === undefined) continue;
    const schema = await readFile(new URL(`../../peers/${peer}/schema.sql`, import.meta.url), "utf8");
    // The protocol takes one statement at a time; EXECUTE takes the whole file, from a setting
    // because a DO block has no parameters.
    await pool.transaction(async (transaction) => {
      await transaction.query(
        sql.type(
          v.strictObject({ text: v.string() }),
        )`select set_config('bench.schema', ${schema}, true) as text`,
      );
      await transaction.query(
        sql.type(v.strictObject({}))`do $$ begin execute current_setting('bench.schema'); end $$`,
      );
    });
  }
}
