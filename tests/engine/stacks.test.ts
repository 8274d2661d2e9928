import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import * as v from "valibot";
import { writeBundles } from "../../local/functions/write-bundles.ts";
import { functionNames } from "../../runtime/bundle.ts";
import { readEnvironment } from "../../runtime/env.ts";
import { EngineStack, engineMissing } from "./support/engine.ts";
import { functionsOf, resourcesOf, type StateResource } from "./support/state.ts";

const region = "us-east-1";

const holdingData = ["aws:rds/instance:Instance", "aws:s3/bucket:Bucket", "aws:sqs/queue:Queue"];

const Outputs = v.strictObject({
  endpoint: v.pipe(v.string(), v.regex(/^https:\/\/[^/]+$/)),
  openApiUrl: v.pipe(v.string(), v.regex(/^https:\/\/[^/]+\/v1\/openapi\.json$/)),
  apiKeyIds: v.record(v.string(), v.string()),
  apiKeys: v.literal("[secret]"),
  topicArn: v.string(),
  alarmTopicArn: v.string(),
  queueUrl: v.pipe(v.string(), v.url()),
  deadLetterQueueUrl: v.pipe(v.string(), v.url()),
  payloadBucket: v.string(),
  databaseEndpoint: v.string(),
  dashboardUrl: v.pipe(v.string(), v.url()),
  operateFunctionName: v.string(),
  functionNames: v.strictObject(Object.fromEntries(functionNames.map((name) => [name, v.string()]))),
  logGroupNames: v.strictObject(Object.fromEntries(functionNames.map((name) => [name, v.string()]))),
});

// A protected stack is first told that its data may go, as the guide to deploying says.
for (const { name, protectedData } of [
  { name: "dev", protectedData: false },
  { name: "prod", protectedData: true },
]) {
  suite(`the stack ${name}`, { skip: engineMissing }, () => {
    let stack: EngineStack;
    let resources: readonly StateResource[] = [];
    before(async () => {
      stack = await EngineStack.open(name);
      await stack.run("up");
      resources = resourcesOf(await stack.run("export"));
    });
    after(() => stack[Symbol.asyncDispose]());

    test("tells everything that its users need to know, and keeps the keys' values secret", async (t) => {
      const outputs = await stack.run("outputs");
      t.diagnostic(outputs);
      v.parse(Outputs, JSON.parse(outputs));
      const shown: unknown = JSON.parse(await stack.run("outputs", "--show-secrets"));
      const { apiKeys, apiKeyIds } = v.parse(
        v.object({ apiKeys: v.record(v.string(), v.string()), apiKeyIds: v.record(v.string(), v.string()) }),
        shown,
      );
      assert.deepEqual(Object.keys(apiKeys), Object.keys(apiKeyIds));
    });

    test("changes nothing when it is deployed again", async () => {
      await stack.run("preview", "--expect-no-changes");
    });

    test("deploys the bytes that the local mode loads", async () => {
      const folder = await mkdtemp(join(tmpdir(), "fluxa-bundles-"));
      try {
        await writeBundles(folder);
        for (const [name, { code }] of Object.entries(functionsOf(resources))) {
          const deployed = Object.fromEntries(
            Object.entries(code.assets).map(([path, { hash }]) => [path, hash]),
          );
          assert.deepEqual(deployed, await hashesOf(join(folder, name)), `of the function ${name}`);
        }
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });

    test("gives every function an environment that the function accepts", () => {
      const functions = functionsOf(resources);
      for (const name of functionNames) {
        const { variables } = functions[name].environment;
        assert.doesNotThrow(() => readEnvironment(name, { ...variables, AWS_REGION: region }));
        assert.equal(variables["DATABASE_PASSWORD"], undefined);
      }
    });

    test(`${protectedData ? "protects" : "does not protect"} what holds data`, () => {
      const found = resources.filter(({ protect }) => protect).map(({ type }) => type);
      assert.deepEqual([...new Set(found)].sort(), protectedData ? holdingData : []);
    });

    test("is gone after a destroy, once its data may go", async () => {
      const refused = await stack.try("destroy");
      assert.equal(refused.code === 0, !protectedData, refused.output);
      if (protectedData) {
        assert.match(refused.output, /protect/);
        await stack.run("up", "-c", "fluxa:protectData=false");
        await stack.run("destroy");
      }
      assert.deepEqual(resourcesOf(await stack.run("export")), []);
    });
  });
}

async function hashesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const hashes = await Promise.all(
    files.map(async (file) => {
      const path = file.slice(folder.length + 1);
      return [
        path,
        createHash("sha256")
          .update(await readFile(file))
          .digest("hex"),
      ] as const;
    }),
  );
  return Object.fromEntries(hashes);
}
