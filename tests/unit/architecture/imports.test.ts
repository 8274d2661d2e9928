import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { suite, test } from "node:test";
import { transform } from "esbuild";
import { cyclesOf, forbiddenImports, reachedFrom } from "./check-imports.ts";
import { readImports } from "./import-graph.ts";
import { impurities } from "./impurities.ts";

const { files, imports } = await readImports();

suite("the sources", () => {
  test("are all read, with what they import", () => {
    const edges = imports.map(({ from, to }) => `${from} ${to}`);
    assert.ok(files.includes("runtime/core/accept/accept-event.ts"));
    assert.ok(edges.includes("runtime/core/json/parse-json.ts runtime/contract/limits.ts"));
    assert.ok(edges.includes("sql/pool.ts slonik"));
    assert.ok(edges.includes("runtime/handlers/ingest.ts runtime/contract/openapi.json"));
  });

  test("import only in the directions of the design", () => {
    assert.deepEqual(forbiddenImports(imports), []);
  });

  test("import each other in no circle", () => {
    assert.deepEqual(cyclesOf(imports), []);
  });

  test("of functions need no package that is for development only", async () => {
    const { devDependencies } = JSON.parse(
      await readFile(new URL("../../../package.json", import.meta.url), "utf8"),
    );
    const handlers = files.filter((file) => file.startsWith("runtime/handlers/"));
    const reached = reachedFrom(handlers, imports);
    assert.ok(reached.has("slonik"));
    assert.deepEqual(
      Object.keys(devDependencies).filter((name) => reached.has(name)),
      [],
    );
  });

  test("of the core ask neither clock, chance, timers nor environment", async () => {
    for (const file of files.filter((path) => path.startsWith("runtime/core/"))) {
      const source = await readFile(new URL(`../../../${file}`, import.meta.url), "utf8");
      const { code } = await transform(source, { loader: "ts", minifyWhitespace: true });
      assert.deepEqual(impurities(code), [], file);
    }
  });
});

suite("the check of imports", () => {
  const forbidden: readonly (readonly [from: string, to: string])[] = [
    ["runtime/core/a.ts", "runtime/adapters/b.ts"],
    ["runtime/core/a.ts", "sql/pool.ts"],
    ["runtime/core/a.ts", "runtime/env.ts"],
    ["runtime/core/a.ts", "@aws-sdk/client-s3"],
    ["runtime/core/a.ts", "slonik"],
    ["runtime/core/a.ts", "node:fs"],
    ["runtime/contract/a.ts", "runtime/ports/a.ts"],
    ["runtime/contract/a.ts", "@valibot/to-json-schema"],
    ["runtime/adapters/a.ts", "runtime/core/b.ts"],
    ["runtime/adapters/a.ts", "runtime/handlers/b.ts"],
    ["runtime/handlers/a.ts", "local/b.ts"],
    ["runtime/handlers/a.ts", "@pulumi/pulumi"],
    ["runtime/ports/a.ts", "runtime/core/b.ts"],
    ["sql/a.ts", "runtime/ports/a.ts"],
    ["local/a.ts", "runtime/handlers/b.ts"],
    ["local/a.ts", "runtime/core/b.ts"],
    ["local/a.ts", "tests/b.ts"],
    ["bench/a.ts", "tests/b.ts"],
    ["runtime/handlers/a.ts", "bench/b.ts"],
    ["cli/a.ts", "index.ts"],
    ["components/a.ts", "runtime/env.ts"],
    ["elsewhere/a.ts", "runtime/ports/a.ts"],
    ["tests/chaos/oracle/a.ts", "runtime/contract/b.ts"],
    ["tests/chaos/oracle/a.ts", "sql/pool.ts"],
    ["tests/chaos/oracle/a.ts", "local/b.ts"],
    ["tests/chaos/oracle/a.ts", "tests/support/until.ts"],
    ["tests/chaos/oracle/a.ts", "canonicalize"],
  ];
  for (const [from, to] of forbidden) {
    test(`refuses ${to} in ${from}`, () => assert.equal(forbiddenImports([{ from, to }]).length, 1));
  }

  const allowed: readonly (readonly [from: string, to: string])[] = [
    ["runtime/core/a.ts", "runtime/core/deep/b.ts"],
    ["runtime/core/a.ts", "runtime/contract/b.ts"],
    ["runtime/adapters/a.ts", "sql/queries/b.ts"],
    ["runtime/adapters/a.ts", "@aws-sdk/client-s3"],
    ["tests/unit/a.ts", "runtime/core/b.ts"],
    ["tests/unit/a.ts", "local/b.ts"],
    ["tests/chaos/oracle/promises/a.ts", "tests/chaos/oracle/b.ts"],
    ["tests/chaos/a.ts", "local/start.ts"],
    ["bench/a.ts", "bench/report/b.ts"],
    ["index.ts", "components/b.ts"],
  ];
  for (const [from, to] of allowed) {
    test(`allows ${to} in ${from}`, () => assert.deepEqual(forbiddenImports([{ from, to }]), []));
  }

  test("finds circles of one, two and three files, and takes no diamond for one", () => {
    const edges = (...ways: string[]) => ways.map((way) => ({ from: way.slice(0, 1), to: way.slice(1) }));
    assert.deepEqual(cyclesOf(edges("aa")), ["a -> a"]);
    assert.deepEqual(cyclesOf(edges("ab", "ba")), ["a -> b -> a"]);
    assert.deepEqual(cyclesOf(edges("ab", "bc", "cb", "cd")), ["b -> c -> b"]);
    assert.deepEqual(cyclesOf(edges("ab", "bc", "ca")), ["a -> b -> c -> a"]);
    assert.deepEqual(cyclesOf(edges("ab", "ac", "bd", "cd")), []);
  });

  test("finds what is impure, and leaves a date of given milliseconds", () => {
    const impure = [
      "Date.now()",
      "new Date",
      "new Date()",
      "process.env.A",
      "Math.random()",
      "setTimeout(f)",
      "randomUUID()",
      "performance.now()",
      "globalThis.process",
    ];
    for (const code of impure) assert.equal(impurities(`const a=${code};`).length, 1, code);
    assert.deepEqual(impurities("new Date(now()).toISOString();updateNow();const process=1"), []);
  });
});
