import { createHash } from "node:crypto";
import { chmod, cp, lstat, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { StartFailure } from "../start-failure.ts";

// Outlives a reboot, unlike /tmp on many systems, and every user may pass it.
const shared = "/var/tmp";

/**
 * Copies the programs to where the user `nobody` can run them, once per version of them: a
 * checkout below a closed home directory is out of its reach.
 */
export async function copyToReach(native: string): Promise<string> {
  const target = join(shared, `fluxa-postgres-${await signature(native)}`);
  if (await isOurs(target)) return target;
  const draft = await mkdtemp(`${target}-`);
  try {
    await cp(native, draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Another start may have been faster.
    if (!(await isOurs(target))) throw error;
  }
  return target;
}

async function signature(native: string): Promise<string> {
  const { size, mtimeMs } = await stat(join(native, "bin", "postgres"));
  return createHash("sha256").update(`${native} ${size} ${mtimeMs}`).digest("hex").slice(0, 12);
}

/** Anyone may write to the shared folder, so a copy is trusted only when this user made it. */
async function isOurs(folder: string): Promise<boolean> {
  const status = await lstat(folder).catch(() => undefined);
  if (status === undefined) return false;
  const trusted = status.isDirectory() && status.uid === process.getuid?.() && (status.mode & 0o022) === 0;
  if (trusted) return true;
  throw new StartFailure(
    `${folder} was not made by this user, so the PostgreSQL programs in it are not run.\n` +
      "Delete it and start again, or clone Fluxa to a folder that every user may pass, such as /var/tmp.",
  );
}
