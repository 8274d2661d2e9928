import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { sql } from "slonik";
import { startPostgres } from "../../../local/postgres/embedded.ts";
import { StartFailure } from "../../../local/start-failure.ts";
import { scratchFolder } from "../../support/postgres/embedded-server.ts";
import { runOn } from "../../support/postgres/run-on.ts";

const asRoot = process.getuid?.() === 0;
const hangingProgram = fileURLToPath(new URL("../../support/postgres/start-and-hang.ts", import.meta.url));

describe("the embedded server, on a data directory that it finds", () => {
  let folder: string;
  let dataDir: string;

  beforeEach(async () => {
    folder = await scratchFolder();
    dataDir = join(folder, "postgres");
  });
  afterEach(() => rm(folder, { recursive: true }));

  test("a server whose parent was killed is stopped at the next start, and what it committed is there", async () => {
    const parent = startHanging(dataDir);
    const orphanUrl = await firstLine(parent);
    await runOn(orphanUrl, sql.unsafe`create table kept as select 7 as answer`);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    assert.deepEqual(await runOn(orphanUrl, sql.unsafe`select answer from kept`), [{ answer: 7 }]);

    const notices: string[] = [];
    const server = await startPostgres({
      dataDir,
      fsync: false,
      onNotice: (text) => notices.push(text),
    });
    try {
      assert.match(notices.join(), /^Stopping PostgreSQL \(process \d+\), which an earlier run left behind/);
      assert.deepEqual(await runOn(server.superuserUrl, sql.unsafe`select answer from kept`), [
        { answer: 7 },
      ]);
    } finally {
      await server.stop();
    }
  });

  test("data that another running program uses is left alone, with a message that names the program", async () => {
    const parent = startHanging(dataDir);
    const url = await firstLine(parent);
    try {
      await assert.rejects(startPostgres({ dataDir, fsync: false }), (error: Error) => {
        assert.ok(error instanceof StartFailure);
        assert.match(error.message, new RegExp(`in use.*process ${parent.pid}.*--data-dir`, "s"));
        return true;
      });
      assert.deepEqual(await runOn(url, sql.unsafe`select 1 as one`), [{ one: 1 }]);
    } finally {
      parent.kill("SIGKILL");
      await once(parent, "exit");
      await (await startPostgres({ dataDir, fsync: false })).stop();
    }
  });

  test("a process id that belongs to another program by now does not keep it from starting", async () => {
    await (await startPostgres({ dataDir, fsync: false })).stop();
    const other = spawn("sleep", ["60"]);
    await writeFile(join(dataDir, "data", "postmaster.pid"), `${other.pid}\n${join(dataDir, "data")}\n`);
    try {
      const server = await startPostgres({ dataDir, fsync: false });
      await server.stop();
      assert.equal(other.exitCode ?? other.signalCode, null);
    } finally {
      other.kill();
    }
  });

  test("a start that was killed while it made the data directory is made good by the next", async () => {
    await mkdir(join(dataDir, "data.new", "half"), { recursive: true });
    const server = await startPostgres({ dataDir, fsync: false });
    await server.stop();

    assert.equal((await readFile(join(dataDir, "data", "PG_VERSION"), "utf8")).trim(), "18");
  });

  test("a folder with other files in it is refused and left as it is", async () => {
    await mkdir(join(dataDir, "data"), { recursive: true });
    await writeFile(join(dataDir, "data", "thesis.txt"), "precious");

    await assert.rejects(
      startPostgres({ dataDir }),
      /not a data directory of PostgreSQL.*thesis\.txt.*--data-dir/s,
    );
    assert.equal(await readFile(join(dataDir, "data", "thesis.txt"), "utf8"), "precious");
  });

  test("data of another version is refused with both versions named", async () => {
    await mkdir(join(dataDir, "data"), { recursive: true });
    await writeFile(join(dataDir, "data", "PG_VERSION"), "16\n");

    await assert.rejects(startPostgres({ dataDir }), /made by PostgreSQL 16, and this is PostgreSQL 18/);
  });

  test("data that the server's user cannot reach is refused with a way out", { skip: !asRoot }, async () => {
    const closed = join(folder, "closed");
    await mkdir(closed);
    await chmod(closed, 0o700);

    await assert.rejects(startPostgres({ dataDir: join(closed, "postgres") }), (error: Error) => {
      assert.ok(error instanceof StartFailure);
      assert.match(error.message, /user nobody.*--data-dir \/var\/tmp\/fluxa/s);
      assert.ok(error.message.includes(closed));
      return true;
    });
  });
});

function startHanging(dataDir: string): ChildProcess {
  return spawn(process.execPath, ["--import=tsx", hangingProgram, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function firstLine(program: ChildProcess): Promise<string> {
  const output = program.stdout ?? assert.fail("The program has no output.");
  for await (const line of createInterface({ input: output })) return line;
  return assert.fail("The program ended without a word.");
}
