import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const projectFolder = fileURLToPath(new URL("../../..", import.meta.url));
/** The process of an instance, that of its queues, and its sandboxes. */
const programs = ["local/start.ts", "local/aws/twin-process.ts", "local/lambda/sandbox-thread.ts"];

test("without faults nothing of them is loaded but what reads the rules and says that there are none", async () => {
  const loaded = await loadedBy(programs);

  assert.ok(loaded.includes("local/event-source/poller.ts"));
  const ofFaults = loaded.filter((file) =>
    /^local\/(?:faults|aws\/faults|postgres\/proxy|lambda\/shift-clock)/.test(file),
  );
  assert.deepEqual(ofFaults, ["local/faults/control.ts"]);
});

test("with faults the instance, its queues and its sandboxes load what they need", async () => {
  const loaded = await loadedBy(programs, "also later");

  for (const file of ["faults/injection.ts", "aws/faults/inject.ts", "lambda/shift-clock.ts"]) {
    assert.ok(loaded.includes(`local/${file}`), file);
  }
});

/** The files that these load when they start, or also later. */
async function loadedBy(entryPoints: readonly string[], when = "at the start"): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: projectFolder,
    entryPoints: [...entryPoints],
    outdir: "unused",
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
  const loaded = new Set(entryPoints);
  for (const file of loaded) {
    for (const { path, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (external !== true && (kind === "import-statement" || when === "also later")) loaded.add(path);
    }
  }
  return [...loaded].toSorted();
}
