import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { startPostgres } from "../../local/postgres/embedded.ts";
import { type LocalDatabase, provision, setLoginPasswords } from "../../local/postgres/provision.ts";
import { migrate } from "../../sql/migrate.ts";
import { createDatabasePool } from "../../sql/pool.ts";

/** Fluxa's database on a server that waits for the disk at every commit. */
export interface BenchDatabase {
  /** As the migrator; the other roles have the same password. */
  readonly access: LocalDatabase;
  /** As the superuser, who may empty tables. */
  readonly pool: DatabasePool;
  /** As PostgreSQL says it. */
  readonly version: string;
}

const Durability = v.strictObject({
  fsync: v.literal("on"),
  commit: v.literal("on"),
  fullPages: v.literal("on"),
  version: v.string(),
});

/** Starts PostgreSQL in `folder`; it ends with the stack. */
export async function openDatabase(folder: string, stack: AsyncDisposableStack): Promise<BenchDatabase> {
  const server = await startPostgres({ dataDir: join(folder, "postgres"), fsync: true });
  stack.defer(() => server.stop());
  const password = randomBytes(18).toString("base64url");
  const access = await provision(server.superuserUrl, { password });
  await migrate({ ...access, statementTimeoutMs });
  await setLoginPasswords(access, password);
  const superuser = new URL(server.superuserUrl);
  const pool = await createDatabasePool({
    ...access,
    user: superuser.username,
    password: decodeURIComponent(superuser.password),
    poolSize: 2,
    statementTimeoutMs,
  });
  stack.defer(() => pool.end());
  return { access, pool, version: await durableVersion(pool) };
}

const statementTimeoutMs = 120_000;

/** @throws ValiError when the server would not keep what it has committed. */
async function durableVersion(pool: DatabasePool): Promise<string> {
  const { version } = await pool.one(sql.type(Durability)`
    select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      current_setting('full_page_writes') as "fullPages", current_setting('server_version') as version
  `);
  return version;
}
