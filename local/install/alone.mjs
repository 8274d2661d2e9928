import { createHash } from "node:crypto";
import { mkdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InstallFailure } from "./install-failure.mjs";

const heartbeatMs = 2_000;
const staleAfterMs = 30_000;

/** Runs `work` while no other install of the clone in this folder runs; a lock that nobody keeps fresh is taken over. */
export async function alone(clone, work) {
  const lock = lockOf(clone);
  let waited = false;
  while (!takeLock(lock)) {
    if (!waited) console.log("Another install of this clone is running; waiting for it ...");
    waited = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.once(signal, () => {
      rmSync(lock, { recursive: true, force: true });
      process.exit(130);
    });
  }
  const heartbeat = setInterval(() => touch(lock), heartbeatMs);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(lock, { recursive: true, force: true });
  }
}

/** Outside the clone, because npm empties node_modules and nothing else here is ignored by git. */
function lockOf(clone) {
  const name = createHash("sha256").update(clone).digest("hex").slice(0, 16);
  return join(tmpdir(), `fluxa-install-${name}`);
}

function takeLock(lock) {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") {
      throw new InstallFailure(
        `The dependencies cannot be installed: ${error.message}.\nSet TMPDIR to a folder that you can write to and run the command again.`,
      );
    }
    if (isStale(lock)) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function isStale(lock) {
  try {
    return Date.now() - statSync(lock).mtimeMs > staleAfterMs;
  } catch {
    return false;
  }
}

function touch(lock) {
  try {
    utimesSync(lock, new Date(), new Date());
  } catch {
    // A lock that is gone is nobody's any more; npm's own work goes on.
  }
}
