import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../sql/migrations/", import.meta.url));

/** SHA-256 over names and contents of the migrations, in hexadecimal: a change of it is something to migrate. */
export function migrationsHash(): string {
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(`${folder}${file}`))
      .update("\0");
  }
  return hash.digest("hex");
}
