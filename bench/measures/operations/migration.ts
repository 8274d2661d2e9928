import { cp, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { startPostgres } from "../../../local/postgres/embedded.ts";
import { provision } from "../../../local/postgres/provision.ts";
import { settingsFromUrl } from "../../../local/postgres/url.ts";
import { migrate } from "../../../sql/migrate.ts";
import { createDatabasePool } from "../../../sql/pool.ts";
import { insertEvent, seedEvents } from "../../harness/seed.ts";

interface Wanted {
  readonly folder: string;
  /** Rows that are there before. */
  readonly events: number;
  readonly signal: AbortSignal;
}

export interface MigrationFindings {
  /** Names of the migrations that were applied under load. */
  readonly applied: readonly string[];
  /** What they took together. */
  readonly seconds: number;
  /** The longest that one insert took meanwhile. */
  readonly longestInsertMs: number;
}

const newest = 2;
const inserters = 4;
const statementTimeoutMs = 600_000;
const beforeAndAfterMs = 1_000;
const migrationsFolder = fileURLToPath(new URL("../../../sql/migrations", import.meta.url));
const Counted = v.strictObject({ rows: v.number() });

/**
 * Applies the newest migrations to a database with many events while others are inserted.
 * @throws Error when an insert fails or a row is missing.
 */
export async function migrateUnderLoad({ folder, events, signal }: Wanted): Promise<MigrationFindings> {
  await using stack = new AsyncDisposableStack();
  const server = await startPostgres({ dataDir: join(folder, "postgres") });
  stack.defer(() => server.stop());
  const access = await provision(server.superuserUrl, { password: "benchmark" });
  const settings = { ...access, statementTimeoutMs };
  await migrate(settings, () => undefined, await olderMigrations(folder));
  const { user, password } = settingsFromUrl(server.superuserUrl);
  const pool = await createDatabasePool({ ...settings, user, password, poolSize: inserters + 1 });
  stack.defer(() => pool.end());
  await seedEvents(pool, events);
  signal.throwIfAborted();

  const load = startInserting(pool);
  await sleep(beforeAndAfterMs);
  const start = performance.now();
  const { applied } = await migrate(settings);
  const end = performance.now();
  await sleep(beforeAndAfterMs);
  const inserts = await load.stop();
  await expectRows(pool, events + inserts.length);
  const during = inserts.filter((insert) => insert.end > start && insert.start < end);
  return {
    applied,
    seconds: (end - start) / 1_000,
    longestInsertMs: Math.max(...during.map((insert) => insert.end - insert.start)),
  };
}

/** A folder with all migrations but the newest. */
async function olderMigrations(folder: string): Promise<URL> {
  const files = (await readdir(migrationsFolder)).filter((file) => file.endsWith(".sql")).sort();
  const older = join(folder, "migrations");
  await mkdir(older);
  for (const file of files.slice(0, -newest)) await cp(join(migrationsFolder, file), join(older, file));
  return pathToFileURL(`${older}/`);
}

interface Insert {
  readonly start: number;
  readonly end: number;
}

/** Several connections insert one event after the other. */
function startInserting(pool: DatabasePool) {
  const inserts: Insert[] = [];
  let stopping = false;
  const loop = async () => {
    while (!stopping) {
      const start = performance.now();
      await pool.query(insertEvent());
      inserts.push({ start, end: performance.now() });
    }
  };
  const loops = Array.from({ length: inserters }, loop);
  const done = Promise.all(loops);
  done.catch(() => undefined);
  return {
    async stop(): Promise<readonly Insert[]> {
      stopping = true;
      await done;
      return inserts;
    },
  };
}

async function expectRows(pool: DatabasePool, expected: number): Promise<void> {
  const { rows } = await pool.one(
    sql.type(Counted)`select count(*)::int as rows from claim join event using (received_at, event_id)`,
  );
  if (rows !== expected) throw new Error(`${expected} events were inserted and ${rows} are there.`);
}
