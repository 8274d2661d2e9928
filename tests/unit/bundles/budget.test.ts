import assert from "node:assert/strict";
import { before, suite, test } from "node:test";
import { eagerFiles } from "../../../bench/measures/bundles/eager-files.ts";
import { gzippedBytes } from "../../../bench/measures/bundles/gzipped.ts";
import { type Bundle, bundles, functionNames } from "../../../runtime/bundle.ts";
import budget from "./budget.json" with { type: "json" };

/** Only the S3 client knows this header. */
const s3 = "x-amz-server-side-encryption";

suite("what a cold start loads", () => {
  let all: readonly Bundle[] = [];
  before(async () => {
    all = await bundles(functionNames);
  });

  for (const name of functionNames) {
    test(`${name} stays within its ${budget[name]} gzipped bytes`, () => {
      const [made] = all.filter((one) => one.name === name);
      assert.ok(made);
      const bytes = gzippedBytes(eagerFiles(made));
      assert.ok(bytes <= budget[name], `${bytes} bytes; raise budget.json only for what is worth it`);
      // A budget that is far away guards nothing.
      assert.ok(bytes > budget[name] * 0.9, `${bytes} bytes: lower the budget`);
    });
  }

  for (const name of ["ingest", "process", "query"] as const) {
    test(`${name} loads the S3 client only when it is needed`, () => {
      const [made] = all.filter((one) => one.name === name);
      assert.ok(made);
      const holds = ([, contents]: readonly [string, Uint8Array]) => Buffer.from(contents).includes(s3);
      assert.deepEqual([...eagerFiles(made)].filter(holds), []);
      assert.equal([...made.files].filter(([path]) => path.endsWith(".mjs")).some(holds), true);
    });
  }
});
