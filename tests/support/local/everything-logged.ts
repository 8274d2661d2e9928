import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What functions, the twin and PostgreSQL wrote into their logs. */
export async function everythingLogged(dataDir: string): Promise<string> {
  const files = [
    ...(await filesIn(join(dataDir, "logs"))),
    ...(await filesIn(join(dataDir, "postgres"))).filter((file) => /\.log$|\/log\//.test(file)),
  ];
  assert.ok(files.some((file) => file.includes("postgres")));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return texts.join("\n");
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
