import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { sql } from "slonik";
import { findBinaries } from "../../../local/postgres/binaries.ts";
import { openCluster } from "../../../local/postgres/cluster.ts";
import { serverIdentity } from "../../../local/postgres/identity.ts";
import { settingsFromUrl } from "../../../local/postgres/url.ts";
import { createDatabasePool } from "../../../sql/pool.ts";
import { until } from "../until.ts";
import { scratchFolder } from "./embedded-server.ts";

/** A server of a test's own, with settings of its own, that can be killed and started again. */
export interface OwnServer {
  readonly superuserUrl: string;
  /** Starts it where it was; resolves once it answers. */
  start(): Promise<void>;
  /** Ends it without a word, with everything that it was doing. */
  kill(): Promise<void>;
  /** Ends it and deletes its data. */
  remove(): Promise<void>;
}

export async function startOwnServer(settings: Readonly<Record<string, string>>): Promise<OwnServer> {
  const folder = await scratchFolder();
  const identity = await serverIdentity();
  const { postgres } = await findBinaries(identity);
  const { data, superuser, password } = await openCluster(folder, await findBinaries(identity), identity);
  const port = await freePort();
  const superuserUrl = `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
  const all = { listen_addresses: "127.0.0.1", port, unix_socket_directories: "", fsync: "off", ...settings };
  const args = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  let server: ChildProcess | undefined;
  const end = async (signal: "SIGKILL" | "SIGQUIT") => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill(signal);
    await ended;
  };
  process.once("exit", () => server?.kill("SIGQUIT"));
  const start = async () => {
    server = spawn(postgres, ["-D", data, ...args], {
      ...identity,
      cwd: "/",
      env: { LC_ALL: "C" },
      stdio: "ignore",
    });
    await until("the server to answer", () => answers(superuserUrl));
  };
  await start();
  return {
    superuserUrl,
    start,
    kill: () => end("SIGKILL"),
    remove: async () => {
      await end("SIGQUIT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<true> {
  const pool = await createDatabasePool({ ...settingsFromUrl(url), poolSize: 1, statementTimeoutMs: 5_000 });
  try {
    await pool.query(sql.unsafe`select 1`);
    return true;
  } finally {
    await pool.end();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
