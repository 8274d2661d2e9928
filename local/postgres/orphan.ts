import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { StartFailure } from "../start-failure.ts";
import type { ClusterPaths } from "./cluster.ts";
import { findProcess, isAlive } from "./process-table.ts";
import { until } from "./until.ts";

const fastShutdownMs = 15_000;
const immediateShutdownMs = 5_000;

/**
 * Stops a server that its parent left behind when it was killed, so that its data can be opened
 * again; PostgreSQL finishes what it had begun.
 * @throws StartFailure when the server's parent still runs: then the data is in use.
 */
export async function mendOrphan(cluster: ClusterPaths, onNotice: (text: string) => void): Promise<void> {
  const pid = await runningServer(cluster.data);
  if (pid === undefined) return;
  const server = await findProcess(pid);
  if (server === undefined || !serves(server.command, cluster.data)) return forget(cluster.data);
  if (server.parent === (await firstNumber(cluster.owner))) throw inUse(cluster.data, server.parent);
  onNotice(`Stopping PostgreSQL (process ${pid}), which an earlier run left behind when it was killed.`);
  await stop(pid);
}

async function runningServer(data: string): Promise<number | undefined> {
  const pid = await firstNumber(join(data, "postmaster.pid"));
  return pid !== undefined && isAlive(pid) ? pid : undefined;
}

async function firstNumber(file: string): Promise<number | undefined> {
  const text = await readFile(file, "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

function serves(command: string, data: string): boolean {
  return /(?:^|\/)postgres\s/.test(command) && ` ${command} `.includes(` ${data} `);
}

/** The id belongs to another program now, as after a reboot: PostgreSQL would refuse to start. */
async function forget(data: string): Promise<void> {
  await rm(join(data, "postmaster.pid"), { force: true });
}

async function stop(pid: number): Promise<void> {
  const gone = () => !isAlive(pid);
  process.kill(pid, "SIGINT");
  if (await until(gone, fastShutdownMs)) return;
  process.kill(pid, "SIGQUIT");
  if (await until(gone, immediateShutdownMs)) return;
  throw new StartFailure(
    `PostgreSQL (process ${pid}), left behind by an earlier run, does not stop.\n` +
      `End it with: kill -9 ${pid}, and start again; its data survives that.`,
  );
}

function inUse(data: string, parent: number): StartFailure {
  return new StartFailure(
    `The data in ${data} is in use by another PostgreSQL server, started by process ${parent}.\n` +
      `Stop that process (kill ${parent}), or start with another directory: --data-dir <path>.`,
  );
}
