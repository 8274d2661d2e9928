import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { suite, test } from "node:test";
import { promisify } from "node:util";
import { EngineStack, engineMissing, projectFolder } from "./support/engine.ts";

const run = promisify(execFile);
const fixtures = join(projectFolder, "tests/engine/fixtures");

/** Every line in which the compiler finds fault with a fixture. */
async function compilerFaults(): Promise<readonly string[]> {
  const compiler = join(projectFolder, "node_modules/typescript/bin/tsc");
  try {
    await run(process.execPath, [compiler, "--noEmit", "--pretty", "false", "-p", fixtures], {
      cwd: fixtures,
    });
    return [];
  } catch (error) {
    const { stdout } = error as { readonly stdout: string };
    return stdout.split("\n").filter((line) => line.includes(": error TS"));
  }
}

async function preview(fixture: string) {
  await using stack = await EngineStack.open("test", join(fixtures, fixture));
  return await stack.try("preview");
}

suite("a mistake in the program is found before anything is deployed", { skip: engineMissing }, () => {
  test("a misspelt top-level property by the compiler, and only by it", async () => {
    const faults = await compilerFaults();
    assert.equal(faults.length, 1, faults.join("\n"));
    assert.match(
      faults[0] ?? "",
      /^top-level\/program\.ts\(\d+,\d+\): error TS2561: .*visiblityTimeoutSeconds/,
    );
    assert.equal((await preview("top-level")).code, 0);
  });

  test("a misspelt nested property by the engine", async () => {
    const { code, output } = await preview("nested");
    assert.notEqual(code, 0);
    assert.match(output, /variabels/);
  });

  test("a value of the wrong type by the engine", async () => {
    const { code, output } = await preview("mistyped");
    assert.notEqual(code, 0);
    assert.match(output, /visibilityTimeoutSeconds/);
  });
});

suite("a configuration that cannot work is refused at preview", { skip: engineMissing }, () => {
  const refusals = [
    {
      name: "more connections than the database has",
      flags: ["fluxa:maximumConcurrency=200"],
      reason: /The functions may open \d+ connections/,
    },
    {
      name: "an outage that messages do not survive",
      flags: ["fluxa:outageBudgetHours=24"],
      reason: /maxReceiveCount 60 survives an outage of only 6\.\d h/,
    },
    {
      name: "a region whose certificates are not known",
      flags: ["aws:region=xx-nowhere-1"],
      reason: /RDS root certificates of the region xx-nowhere-1/,
    },
    {
      name: "a value of the wrong type",
      flags: ["fluxa:logRetentionDays=8"],
      reason: /logRetentionDays: must be a number of days/,
    },
  ] as const;

  for (const { name, flags, reason } of refusals) {
    test(name, async () => {
      await using stack = await EngineStack.open("dev");
      const { code, output } = await stack.try("preview", ...flags.flatMap((flag) => ["-c", flag]));
      assert.notEqual(code, 0);
      assert.match(output, reason);
      assert.match(output, /nothing was changed/);
    });
  }
});
