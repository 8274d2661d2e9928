import { chmod, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll } from "./cleanup.ts";

/** A new empty folder that is deleted after the tests of this file; also `nobody` may pass it, as PostgreSQL must under root. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join("/tmp", "fluxa-e2e-"));
  await chmod(folder, 0o755);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
