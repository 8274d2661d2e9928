import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../support/local/folder.ts";
import { startInstance } from "../support/local/instance.ts";
import { runToEnd } from "../support/local/program.ts";

const main = "local/main.ts";

test("--help lists every option and exits with 0", async () => {
  const { code, output } = await runToEnd(main, ["--help"]);

  assert.equal(code, 0);
  for (const option of ["--port", "--data-dir", "--reset", "--help", "FLUXA_API_KEY"])
    assert.ok(output.includes(option));
});

const misuses = [
  { what: "a port that is no number", args: ["--port", "web"], says: /port must be a number/ },
  { what: "an option that does not exist", args: ["--prot", "1"], says: /--prot/ },
  { what: "an empty data directory", args: ["--data-dir", ""], says: /data directory/ },
  {
    what: "a key that no header can carry",
    args: [],
    env: { FLUXA_API_KEY: "two words" },
    says: /FLUXA_API_KEY/,
  },
  { what: "a port above 65535 in FLUXA_PORT", args: [], env: { FLUXA_PORT: "65536" }, says: /65536/ },
];

for (const { what, args, env = {}, says } of misuses) {
  test(`${what} is refused with one plain message and exit code 2`, async () => {
    const { code, output } = await runToEnd(main, args, env);

    assert.equal(code, 2);
    assert.match(output, says);
    assert.doesNotMatch(output, /^\s+at /m);
  });
}

test("a port in use is refused with a way out before anything heavy starts", async (t) => {
  const dataDir = await temporaryFolder();
  const other = createServer().listen(0, "127.0.0.1");
  t.after(() => other.close());
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" && address !== null ? String(address.port) : "";

  const { code, output } = await runToEnd(main, ["--port", port, "--data-dir", dataDir]);

  assert.equal(code, 1);
  assert.ok(output.includes(`Port ${port} is in use`) && output.includes("--port"), output);
  assert.doesNotMatch(output, /^\s+at /m);
  assert.ok(!(await readdir(dataDir)).includes("postgres"));
});

test("a data directory in use is refused with the process that uses it", async () => {
  const { dataDir, program } = await startInstance({ dataDir: await temporaryFolder() });

  const { code, output } = await runToEnd(main, ["--port", "0", "--data-dir", dataDir]);

  assert.equal(code, 1);
  assert.ok(output.includes(`process ${program.pid}`) && output.includes("--data-dir"), output);
});

for (const args of [[], ["--reset"]]) {
  test(`a folder with other files is left alone${args.length === 0 ? "" : ", also by --reset"}`, async () => {
    const dataDir = await temporaryFolder();
    await mkdir(join(dataDir, "postgres"));
    await writeFile(join(dataDir, "postgres", "thesis.txt"), "mine");

    const { code, output } = await runToEnd(main, ["--port", "0", "--data-dir", dataDir, ...args]);

    assert.equal(code, 1);
    assert.match(output, /not a data directory of Fluxa/);
    assert.equal(await readFile(join(dataDir, "postgres", "thesis.txt"), "utf8"), "mine");
  });
}
