import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { type DatabasePool, sql } from "slonik";
import { clusterPaths } from "../../../local/postgres/cluster.ts";
import { RestartablePostgres } from "../../../local/postgres/restartable.ts";
import { settingsFromUrl } from "../../../local/postgres/url.ts";
import { createDatabasePool } from "../../../sql/pool.ts";
import { scratchFolder } from "../../support/postgres/embedded-server.ts";
import { until } from "../../support/until.ts";

describe("a server that is taken away on purpose", () => {
  let folder: string;
  let postgres: RestartablePostgres;
  let hasDied = false;

  before(async () => {
    folder = await scratchFolder();
    postgres = await RestartablePostgres.start({ dataDir: folder });
    void postgres.died.then(() => {
      hasDied = true;
    });
    await ask(sql.unsafe`create table kept as select 1 as n`);
  });
  after(async () => {
    await postgres.close();
    await rm(folder, { recursive: true });
  });

  test("is killed in the middle of work, and comes back on the same port with what was committed", async () => {
    const pid = await serverPid();
    await ask(sql.unsafe`insert into kept values (2)`);
    const busy = ask(sql.unsafe`insert into kept select count(*) from generate_series(1, 1000000000)`);
    const failed = assert.rejects(busy);
    await until("the server to be at work", async () => {
      const [row] = await ask(sql.unsafe`
        select 1 from pg_stat_activity where state = 'active' and query like 'insert into kept select count%'
      `);
      return row;
    });

    await postgres.restart();

    await failed;
    assert.notEqual(await serverPid(), pid);
    assert.deepEqual(await ask(sql.unsafe`select n from kept order by n`), [{ n: 1 }, { n: 2 }]);
  });

  test("stays away until it is called back, and a kill does not call it", async () => {
    await postgres.stop();
    await assert.rejects(ask(sql.unsafe`select 1`));
    await postgres.restart();
    await assert.rejects(ask(sql.unsafe`select 1`));

    await Promise.all([postgres.start(), postgres.start()]);

    assert.equal((await ask(sql.unsafe`select n from kept`)).length, 2);
  });

  test("keeps its log, and nobody takes any of this for its death", async () => {
    const log = await readFile(clusterPaths(folder).log, "utf8");

    assert.equal(log.match(/database system is ready to accept connections/g)?.length, 3);
    assert.equal(hasDied, false);
  });

  test("that dies by itself is noticed", async () => {
    process.kill(await serverPid(), "SIGQUIT");

    await postgres.died;
  });

  test("does not come back once it is closed", async () => {
    await postgres.close();
    await postgres.start();

    await assert.rejects(ask(sql.unsafe`select 1`));
  });

  async function ask(statement: Parameters<DatabasePool["any"]>[0]) {
    const settings = settingsFromUrl(postgres.superuserUrl);
    const pool = await createDatabasePool({ ...settings, poolSize: 1, statementTimeoutMs: 60_000 });
    try {
      return await pool.any(statement);
    } finally {
      await pool.end();
    }
  }

  async function serverPid(): Promise<number> {
    const lines = await readFile(join(clusterPaths(folder).data, "postmaster.pid"), "utf8");
    return Number(lines.split("\n")[0]);
  }
});
