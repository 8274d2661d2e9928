import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { StartFailure } from "../start-failure.ts";
import { readInstance } from "./instance-file.ts";
import { type Lock, takeLock } from "./lock.ts";
import type { DataPaths } from "./paths.ts";

const marker = { fluxa: "data directory of the local mode", version: 1 };

/**
 * Makes the directory Fluxa's and this process its only user.
 * @throws StartFailure when it cannot be written, holds something else, or another instance uses it.
 */
export async function openDataDirectory(paths: DataPaths): Promise<Lock> {
  await create(paths);
  await claim(paths);
  const lock = tryLock(paths);
  if (lock === undefined) throw await inUse(paths);
  await writeFile(paths.holder, String(process.pid));
  return lock;
}

function tryLock(paths: DataPaths): Lock | undefined {
  try {
    return takeLock(paths.lock);
  } catch (error) {
    throw unusable(paths, error);
  }
}

/** Deletes what Fluxa wrote, and nothing else; the lock stays, because this process holds it. */
export async function resetDataDirectory(paths: DataPaths): Promise<void> {
  const { instance, postgres, queues, objects, functions, logs } = paths;
  for (const path of [instance, postgres, queues, objects, functions, logs]) {
    await rm(path, { recursive: true, force: true });
  }
}

async function create(paths: DataPaths): Promise<void> {
  try {
    await mkdir(paths.root, { recursive: true });
  } catch (error) {
    throw unusable(paths, error);
  }
}

async function claim(paths: DataPaths): Promise<void> {
  if (await isMarked(paths)) return;
  const present = await readdir(paths.root);
  if (present.length > 0) {
    throw new StartFailure(
      `${paths.root} is not a data directory of Fluxa: it holds other files (${present.slice(0, 3).join(", ")}).\n` +
        "Nothing was changed there. Choose an empty or a new directory with --data-dir.",
    );
  }
  try {
    await writeFile(paths.marker, `${JSON.stringify(marker, null, 2)}\n`);
  } catch (error) {
    throw unusable(paths, error);
  }
}

async function isMarked(paths: DataPaths): Promise<boolean> {
  try {
    return (await readFile(paths.marker, "utf8")).includes(marker.fluxa);
  } catch {
    return false;
  }
}

async function inUse(paths: DataPaths): Promise<StartFailure> {
  const pid = await readFile(paths.holder, "utf8").catch(() => undefined);
  const url = (await readInstance(paths.instance))?.apiUrl;
  const who = [pid && `process ${pid}`, url].filter(Boolean).join(", ");
  return new StartFailure(
    `Fluxa already runs with the data directory ${paths.root}${who === "" ? "" : ` (${who})`}.\n` +
      `Stop it with Ctrl-C${pid === undefined ? "" : ` or \`kill ${pid}\``}, or start a second one beside it: --data-dir <path> --port <number>.`,
  );
}

function unusable(paths: DataPaths, error: unknown): StartFailure {
  const reason = error instanceof Error ? error.message : String(error);
  return new StartFailure(
    `The data directory ${paths.root} cannot be used: ${reason}.\nChoose another one with --data-dir <path>.`,
    { cause: error },
  );
}
