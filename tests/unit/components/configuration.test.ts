import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { configurationFaults } from "../../../components/rules/configuration-faults.ts";
import { Configuration, parseConfiguration } from "../../../components/support/configuration.ts";
import { declaredConfiguration, region, stackDifferences } from "./support/program.ts";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../../../", import.meta.url));

const declared = declaredConfiguration();
const defaults = Object.fromEntries(Object.entries(declared).map(([key, entry]) => [key, entry.default]));

suite("the configuration", () => {
  test("is declared in Pulumi.yaml key by key as the program parses it", () => {
    assert.deepEqual(Object.keys(declared).sort(), Object.keys(Configuration.entries).sort());
  });

  test("has defaults of the declared types that make a stack that works", () => {
    const parsed = parseConfiguration(defaults);
    assert.deepEqual(configurationFaults({ ...parsed, region }), []);
    for (const [key, { type, default: value }] of Object.entries(declared)) {
      assert.equal(typeOf(value), type, key);
    }
  });

  for (const stack of ["dev", "prod"]) {
    test(`of ${stack} holds differences only, and makes a stack that works`, () => {
      const differences = stackDifferences(stack);
      for (const [key, value] of Object.entries(differences)) {
        assert.ok(key in declared, `${key} is not declared`);
        assert.notDeepEqual(value, defaults[key], `${key} is the default`);
      }
      const parsed = parseConfiguration({ ...defaults, ...differences });
      assert.deepEqual(configurationFaults({ ...parsed, region }), []);
    });
  }

  test("names everything that is wrong with it at once", () => {
    assert.throws(
      () => parseConfiguration({ ...defaults, batchSize: 0, producers: [{ name: "Shop" }], surprise: 1 }),
      (error: Error) => {
        assert.match(error.message, /batchSize: must be at least 1/);
        assert.match(error.message, /producers\.0\.name: must be lower-case/);
        assert.match(error.message, /surprise/);
        return true;
      },
    );
  });
});

test("a Node that is too old is told how to find the right one", async () => {
  const script =
    "Object.defineProperty(process, 'versions', { value: { node: '22.1.0' } });" +
    "await (await import('./pulumi.mjs')).default();";
  await assert.rejects(
    run(process.execPath, ["--input-type=module", "-e", script], { cwd: root }),
    /needs Node 24 or newer and was started with Node 22\.1\.0.*node_modules\/\.bin/,
  );
});

/** A type as Pulumi's project file names it. */
function typeOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "number" ? "integer" : typeof value;
}
