import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";

/** One file of `sql/migrations`. */
export interface Migration {
  readonly file: string;
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
  readonly text: string;
}

// The bundle of the migrate function carries the files beside itself, so this holds there too.
const folder = new URL("./migrations/", import.meta.url);

/**
 * Reads the migrations in their order.
 * @throws Error when a name is not `NNNN_name.sql` or the numbers are not 1, 2, 3 and so on.
 */
export async function readMigrations(from: URL = folder): Promise<readonly Migration[]> {
  const files = (await readdir(from)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(files.map((file, index) => readMigration(from, file, index + 1)));
}

/** SHA-256 over names and contents, in hexadecimal. */
export function hashOf(migrations: readonly Migration[]): string {
  return sha256(migrations.map(({ file, sha256 }) => `${file} ${sha256}\n`).join(""));
}

async function readMigration(from: URL, file: string, expected: number): Promise<Migration> {
  const { version, name } = /^(?<version>\d{4})_(?<name>[a-z0-9_]+)\.sql$/.exec(file)?.groups ?? {};
  if (version === undefined || name === undefined || Number(version) !== expected) {
    throw new Error(
      `The migration ${file} is out of order: files are named NNNN_name.sql and numbered from 0001 ` +
        `without gaps, so the next must begin with ${String(expected).padStart(4, "0")}_.`,
    );
  }
  const text = await readFile(new URL(file, from), "utf8");
  return { file, version: expected, name, sha256: sha256(text), text };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
