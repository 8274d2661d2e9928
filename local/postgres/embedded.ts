import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { sql } from "slonik";
import * as v from "valibot";
import { createDatabasePool } from "../../sql/pool.ts";
import { StartFailure } from "../start-failure.ts";
import { findBinaries } from "./binaries.ts";
import { type Cluster, openCluster } from "./cluster.ts";
import { serverIdentity } from "./identity.ts";
import { mendOrphan } from "./orphan.ts";
import { hasEnded, killServer, lastLogLines, spawnServer, stopServer } from "./server-process.ts";
import { until } from "./until.ts";
import { settingsFromUrl } from "./url.ts";

export interface PostgresOptions {
  /** Made when it is not there; must lie where the user `nobody` may pass when Fluxa runs as root. */
  readonly dataDir: string;
  /** @default any free port */
  readonly port?: number;
  /** False is for tests: faster, and lost when the machine crashes. @default true */
  readonly fsync?: boolean;
  /** Whether what a server that ran here before wrote to its log stays. @default false */
  readonly keepLog?: boolean;
  /** Told what a person at the terminal may want to know. */
  readonly onNotice?: (text: string) => void;
}

/** A running server on 127.0.0.1. */
export interface LocalPostgres {
  readonly port: number;
  readonly superuserUrl: string;
  /** Resolves when the server ends, whether it was stopped or not. */
  readonly ended: Promise<void>;
  /** Resolves once the server has ended; may be called again. */
  readonly stop: () => Promise<void>;
  /** Kills it and all its processes at once; resolves when it has ended. */
  readonly kill: () => Promise<void>;
}

const startMs = 60_000;

/**
 * Starts PostgreSQL from npm's binaries on a data directory, making one when it is empty.
 * @throws StartFailure with what to do when the server cannot run here.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const { dataDir, fsync = true, keepLog = false, onNotice = () => {} } = options;
  const identity = await serverIdentity();
  const binaries = await findBinaries(identity);
  const cluster = await openCluster(dataDir, binaries, identity);
  await mendOrphan(cluster, onNotice);
  const port = options.port ?? (await freePort());
  const server = await spawnServer(binaries, cluster, { port, fsync, keepLog }, identity);
  const superuserUrl = urlOf(cluster, port);
  try {
    await untilReady(server, cluster, superuserUrl);
  } catch (error) {
    await stopServer(server);
    throw error;
  }
  const ended = hasEnded(server) ? Promise.resolve() : once(server, "exit").then(() => undefined);
  return { port, superuserUrl, ended, stop: () => stopServer(server), kill: () => killServer(server) };
}

function urlOf({ superuser, password }: Cluster, port: number): string {
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;
}

async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const probe = createServer().once("error", reject);
  probe.listen(0, "127.0.0.1", () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
  });
  return promise;
}

/** The server says in its lock file when it is ready; its port may be another server's until then. */
async function untilReady(server: ChildProcess, cluster: Cluster, url: string): Promise<void> {
  const failure: { error: unknown } = { error: undefined };
  server.once("error", (error) => {
    failure.error = error;
  });
  const ready = await until(async () => {
    if (hasEnded(server)) throw await ended(cluster, failure.error);
    return isReady(cluster, server.pid);
  }, startMs);
  if (!ready) throw await silent(cluster, failure.error);
  await answerOnce(url);
}

async function isReady({ data }: Cluster, pid: number | undefined): Promise<boolean> {
  const lines = (await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  return lines[0] === String(pid) && lines[7]?.trim() === "ready";
}

async function answerOnce(url: string): Promise<void> {
  const pool = await createDatabasePool({ ...settingsFromUrl(url), poolSize: 1, statementTimeoutMs: 5_000 });
  try {
    await pool.one(sql.type(v.strictObject({ one: v.number() }))`select 1 as one`);
  } finally {
    await pool.end();
  }
}

async function ended(cluster: Cluster, cause: unknown): Promise<StartFailure> {
  const log = await lastLogLines(cluster);
  const advice = /could not bind|Address already in use/.test(log)
    ? "Its port is in use: end what uses it, or choose another port."
    : `Its log is ${cluster.log}.`;
  return new StartFailure(`PostgreSQL ended while it was starting. ${advice}\nIts last words were:\n${log}`, {
    cause,
  });
}

async function silent(cluster: Cluster, cause: unknown): Promise<StartFailure> {
  return new StartFailure(
    `PostgreSQL did not answer within ${startMs / 1000} s of its start. Its log is ${cluster.log}.\n` +
      `Its last words were:\n${await lastLogLines(cluster)}`,
    { cause },
  );
}
