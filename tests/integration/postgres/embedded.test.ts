import assert from "node:assert/strict";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { sql } from "slonik";
import { startPostgres } from "../../../local/postgres/embedded.ts";
import { StartFailure } from "../../../local/start-failure.ts";
import { scratchFolder } from "../../support/postgres/embedded-server.ts";
import { runOn } from "../../support/postgres/run-on.ts";

describe("the embedded server", () => {
  let folder: string;
  let dataDir: string;

  beforeEach(async () => {
    folder = await scratchFolder();
    dataDir = join(folder, "postgres");
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("keeps its data over a restart, on the port that was asked for", async () => {
    const first = await startPostgres({ dataDir });
    await runOn(first.superuserUrl, sql.unsafe`create table kept as select 42 as answer`);
    await first.stop();

    const second = await startPostgres({ dataDir, port: first.port });
    try {
      assert.equal(second.port, first.port);
      assert.deepEqual(await runOn(second.superuserUrl, sql.unsafe`select answer from kept`), [
        { answer: 42 },
      ]);
    } finally {
      await second.stop();
    }
  });

  test("writes to the disk by default, listens on this machine only, and asks for a password", async () => {
    const server = await startPostgres({ dataDir });
    try {
      const settings = await runOn(
        server.superuserUrl,
        sql.unsafe`select name, setting from pg_settings
          where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses',
            'unix_socket_directories', 'server_encoding') order by name`,
      );
      assert.deepEqual(settings, [
        { name: "fsync", setting: "on" },
        { name: "full_page_writes", setting: "on" },
        { name: "listen_addresses", setting: "127.0.0.1" },
        { name: "server_encoding", setting: "UTF8" },
        { name: "synchronous_commit", setting: "on" },
        { name: "unix_socket_directories", setting: "" },
      ]);
      const url = new URL(server.superuserUrl);
      url.password = "wrong";
      await assert.rejects(runOn(url.href, sql.unsafe`select 1`), /password authentication failed/);
    } finally {
      await server.stop();
    }
  });

  test("stopping twice is stopping once, and nothing listens after it", async () => {
    const server = await startPostgres({ dataDir, fsync: false });
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();

    await assert.rejects(runOn(server.superuserUrl, sql.unsafe`select 1`), /ECONNREFUSED/);
  });

  test("a port in use is said plainly", async () => {
    const occupant = createServer().listen(0, "127.0.0.1");
    await once(occupant, "listening");
    const address = occupant.address();
    assert.ok(typeof address === "object" && address !== null);
    try {
      await assert.rejects(startPostgres({ dataDir, fsync: false, port: address.port }), (error: Error) => {
        assert.ok(error instanceof StartFailure);
        assert.match(error.message, /port is in use.*choose another port/s);
        return true;
      });
    } finally {
      occupant.close();
    }
  });
});
