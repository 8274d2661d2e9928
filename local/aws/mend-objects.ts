import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Deletes descriptions of objects that a killed process left half written: fauxqs would refuse to
 * start over them, and nobody was told that these objects exist.
 */
export async function mendObjects(folder: string): Promise<void> {
  for (const file of await descriptions(folder)) {
    if (!(await isWhole(file))) await rm(file, { force: true });
  }
}

async function descriptions(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && /(?:\.meta|\.bucket|\.upload)\.json$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

async function isWhole(file: string): Promise<boolean> {
  try {
    JSON.parse(await readFile(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
