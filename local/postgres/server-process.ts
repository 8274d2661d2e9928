import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, writeFile } from "node:fs/promises";
import type { Binaries } from "./binaries.ts";
import type { Cluster } from "./cluster.ts";
import type { Identity } from "./identity.ts";
import { childrenOf } from "./process-table.ts";

export interface ServerSettings {
  readonly port: number;
  /** False loses data when the machine crashes, and is faster: for tests. */
  readonly fsync: boolean;
  /** Whether the log of a server that ran before is written on. */
  readonly keepLog: boolean;
}

/** Starts the server; it is not ready yet when this returns. */
export async function spawnServer(
  { postgres }: Binaries,
  cluster: Cluster,
  settings: ServerSettings,
  identity: Identity | undefined,
): Promise<ChildProcess> {
  await writeFile(cluster.owner, `${process.pid}\n`);
  const log = await open(cluster.log, settings.keepLog ? "a" : "w", 0o600);
  try {
    // Detached: Ctrl-C must end what uses the database before the database.
    return spawn(postgres, serverArguments(cluster, settings), {
      ...identity,
      cwd: "/",
      env: { LC_ALL: "C" },
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
  } finally {
    await log.close();
  }
}

function serverArguments(
  { data }: Cluster,
  { port, fsync }: Omit<ServerSettings, "keepLog">,
): readonly string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 100,
    fsync: fsync ? "on" : "off",
    synchronous_commit: fsync ? "on" : "off",
    full_page_writes: fsync ? "on" : "off",
  };
  return ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

const fastShutdownMs = 10_000;
const immediateShutdownMs = 5_000;

/** Lets the server finish; presses it after 10 s, and kills it after 5 more. */
export async function stopServer(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return;
  const ended = once(server, "exit");
  server.kill("SIGINT");
  const quit = setTimeout(() => server.kill("SIGQUIT"), fastShutdownMs);
  const kill = setTimeout(() => server.kill("SIGKILL"), fastShutdownMs + immediateShutdownMs);
  await ended;
  clearTimeout(quit);
  clearTimeout(kill);
}

/** Kills the server and its processes in one blow, as a machine that fails does. */
export async function killServer(server: ChildProcess): Promise<void> {
  const { pid } = server;
  if (pid === undefined || hasEnded(server)) return;
  const ended = once(server, "exit");
  // Its processes lead groups of their own, and one that is busy would outlive the server. Held, it
  // starts no more of them and sees none of them die, and they do not see it die.
  signal(pid, "SIGSTOP");
  for (const id of await childrenOf(pid)) signal(id, "SIGKILL");
  signal(pid, "SIGKILL");
  await ended;
}

function signal(pid: number, name: "SIGSTOP" | "SIGKILL"): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

export function hasEnded(server: ChildProcess): boolean {
  return server.exitCode !== null || server.signalCode !== null || server.pid === undefined;
}

/** What the server said last, for a message about why it ended. */
export async function lastLogLines({ log }: Cluster): Promise<string> {
  const lines = (await readFile(log, "utf8").catch(() => "")).trim().split("\n");
  return lines.slice(-8).join("\n");
}
