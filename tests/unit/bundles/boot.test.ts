import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, suite, test } from "node:test";
import { promisify } from "node:util";
import { type Bundle, bundle, bundles, functionNames } from "../../../runtime/bundle.ts";

const run = promisify(execFile);

const database = {
  DATABASE_HOST: "127.0.0.1",
  DATABASE_PORT: "1",
  DATABASE_NAME: "fluxa",
  DATABASE_USER: "fluxa",
  DATABASE_PASSWORD: "secret",
};
const everything = {
  ...database,
  AWS_REGION: "eu-west-1",
  QUEUE_URL: "http://127.0.0.1:1/events",
  DEAD_LETTER_QUEUE_URL: "http://127.0.0.1:1/dead",
  PAYLOAD_BUCKET: "payloads",
  PRODUCERS_KEY: "producers.json",
  TOPIC_ARN: "arn:aws:sns:eu-west-1:000000000000:events",
};

/** What Lambda's runtime does: imports the module and calls its handler. Not `node -e`, which defines `require`. */
const driver = `
const { handler } = await import("./index.mjs");
const event = JSON.parse(process.argv[2]);
const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 6000 };
console.log(JSON.stringify(event === null ? typeof handler : await handler(event, context)));
process.exit(0);
`;

suite("the bundles that deploy", () => {
  let folder = "";
  let all: readonly Bundle[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "fluxa-bundles-"));
    all = await bundles(functionNames);
    for (const { name, files } of all) {
      for (const [path, contents] of files) {
        const target = join(folder, name, path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, contents);
      }
      await writeFile(join(folder, name, "driver.mjs"), driver);
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const boot = (name: string, event: unknown, env: Readonly<Record<string, string>> = everything) =>
    run(process.execPath, ["driver.mjs", JSON.stringify(event)], {
      cwd: join(folder, name),
      env: { ...env },
      timeout: 30_000,
    });

  for (const name of functionNames) {
    test(`${name} starts in a bare process, without any package around and without its database`, async () => {
      const { stdout, stderr } = await boot(name, null);
      assert.deepEqual([stdout.trim(), stderr], ['"function"', ""]);
    });
  }

  test("a function that lacks its environment names every variable that is missing", async () => {
    const { DATABASE_HOST: _, TOPIC_ARN: __, ...incomplete } = everything;
    await assert.rejects(
      boot("process", null, incomplete),
      /function process is not complete: DATABASE_HOST .*TOPIC_ARN /,
    );
  });

  test("ingest answers a request", async () => {
    const event = {
      httpMethod: "GET",
      resource: "/v1/health",
      path: "/v1/health",
      headers: {},
      requestContext: { requestId: "request-1" },
    };
    const { stdout } = await boot("ingest", event);
    const { statusCode, body } = JSON.parse(stdout);
    assert.deepEqual([statusCode, JSON.parse(body)], [200, { status: "ok" }]);
  });

  test("ingest loads the OpenAPI document when it is asked for", async () => {
    const event = {
      httpMethod: "GET",
      resource: "/v1/openapi.json",
      path: "/v1/openapi.json",
      headers: {},
      requestContext: { requestId: "request-1" },
    };
    const { statusCode, body } = JSON.parse((await boot("ingest", event)).stdout);
    assert.deepEqual([statusCode, JSON.parse(body).openapi.slice(0, 2)], [200, "3."]);
  });

  test("process gives a message back that the dead-letter queue cannot take", async () => {
    const record = {
      messageId: "m-1",
      receiptHandle: "h-1",
      body: "{}",
      attributes: { ApproximateReceiveCount: "1" },
      messageAttributes: {},
    };
    const { stdout } = await boot("process", { Records: [record] });
    assert.deepEqual(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""), {
      batchItemFailures: [{ itemIdentifier: "m-1" }],
    });
  });

  test("the same sources give the same bytes, together or alone", async () => {
    for (const { name, files } of all) assert.deepEqual((await bundle(name)).files, files, name);
  });

  test("no bundle holds a path of the machine that made it", () => {
    const place = Buffer.from(process.cwd());
    for (const { files } of all) {
      for (const [path, contents] of files) assert.equal(Buffer.from(contents).includes(place), false, path);
    }
  });
});
