import { DatabaseSync } from "node:sqlite";

export interface Lock {
  release(): void;
}

/**
 * Takes a lock that the operating system gives back when its holder dies, however it dies, so that
 * it can never be stale: SQLite's exclusive lock on a file of its own.
 * @param waitMs How long to wait for another holder, in milliseconds.
 * @returns undefined when another process holds it.
 */
export function takeLock(path: string, waitMs = 0): Lock | undefined {
  const database = new DatabaseSync(path, { timeout: waitMs });
  try {
    database.exec("PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

const sqliteBusy = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
}
