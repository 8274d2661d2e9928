import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { timeoutSeconds } from "../../components/support/timeouts.ts";
import { awsEnvironment, sqsClient } from "../../local/aws/clients.ts";
import { names, queueArn, queueUrl, topicArn } from "../../local/aws/names.ts";
import { type Backend, startBackend } from "../../local/backend.ts";
import { dataPaths } from "../../local/data-directory/paths.ts";
import { sqsRecord } from "../../local/event-source/sqs-record.ts";
import { defaultTiming } from "../../local/functions/timing.ts";
import { setLoginPasswords } from "../../local/postgres/provision.ts";
import type { FunctionName } from "../../runtime/env.ts";
import { transaction } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { EngineStack, engineMissing } from "./support/engine.ts";
import { gatewayEvent } from "./support/gateway-event.ts";
import { LambdaSandbox } from "./support/lambda-sandbox.ts";
import { runtimeInterface } from "./support/runtime-interface.ts";
import { type DeployedInputs, functionsOf, resourcesOf } from "./support/state.ts";

const region = "us-east-1";
/** The only key that the local directory of producers knows. */
const apiKeyId = "local";

const Answer = v.object({
  statusCode: v.number(),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
});

suite("the deployed bundles under AWS's runtime interface client", { skip: engineMissing }, () => {
  const stack = new AsyncDisposableStack();
  let client = "";
  let functions: Record<FunctionName, DeployedInputs>;
  let backend: Backend;
  let folder = "";
  before(async () => {
    const engine = stack.use(await EngineStack.open("dev"));
    await engine.run("up");
    functions = functionsOf(resourcesOf(await engine.run("export")));
    client = await runtimeInterface();
    const paths = dataPaths(await temporaryFolder());
    folder = paths.functions;
    await mkdir(paths.logs);
    backend = await startBackend(paths, { keyId: apiKeyId, timing: defaultTiming }, stack, () => undefined);
  });
  after(() => stack.disposeAsync());

  /** What the stack gives the function, with the twin's places for AWS's and the local database's login. */
  const environmentOf = (name: FunctionName) => {
    const { variables } = functions[name].environment;
    const { host, port, name: database, password } = backend.database;
    const here: Readonly<Record<string, string>> = {
      QUEUE_URL: queueUrl(backend.endpoint, names.queue),
      DEAD_LETTER_QUEUE_URL: queueUrl(backend.endpoint, names.deadLetterQueue),
      PAYLOAD_BUCKET: names.bucket,
      TOPIC_ARN: topicArn,
      DATABASE_HOST: host,
      DATABASE_PORT: String(port),
      DATABASE_NAME: database,
      DATABASE_TLS: "off",
    };
    const moved = Object.entries(variables).map(([key, value]) => [key, here[key] ?? value]);
    const login: Record<string, string> = "DATABASE_HOST" in variables ? { DATABASE_PASSWORD: password } : {};
    return { ...Object.fromEntries(moved), ...login, ...awsEnvironment(backend.endpoint) };
  };

  const start = (name: FunctionName) =>
    LambdaSandbox.start({
      runtimeInterface: client,
      folder: join(folder, name),
      name,
      environment: environmentOf(name),
      timeoutSeconds: timeoutSeconds[name],
    });

  async function invoke(name: FunctionName, event: unknown): Promise<unknown> {
    await using sandbox = await start(name);
    return await sandbox.invoke(event);
  }

  async function received() {
    const sqs = sqsClient(backend.endpoint);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl(backend.endpoint, names.queue),
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 10,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    sqs.destroy();
    return Messages.map((message) => sqsRecord(message, queueArn(names.queue), region));
  }

  test("migrate, ingest, process, query, relay, upkeep and operate do their part of an event's way", async () => {
    const migrated = v.parse(v.object({ applied: v.array(v.string()) }), await invoke("migrate", {}));
    assert.notEqual(migrated.applied.length, 0);
    await setLoginPasswords(backend.database, backend.database.password);

    const posted = v.parse(
      Answer,
      await invoke(
        "ingest",
        gatewayEvent("POST", "/events", {
          apiKeyId,
          body: { type: "transaction.authorized", id: "runtime-interface-1", data: transaction() },
        }),
      ),
    );
    assert.equal(posted.statusCode, 202, posted.body);
    const { eventId } = v.parse(v.object({ eventId: v.string() }), JSON.parse(posted.body));
    assert.equal(posted.headers["Location"], `/v1/events/${eventId}`);

    const records = await received();
    assert.equal(records.length, 1);
    assert.deepEqual(await invoke("process", { Records: records }), { batchItemFailures: [] });

    const answered = v.parse(
      Answer,
      await invoke(
        "query",
        gatewayEvent("GET", "/events/{eventId}", { apiKeyId, pathParameters: { eventId } }),
      ),
    );
    assert.equal(answered.statusCode, 200, answered.body);
    const receipt = v.parse(v.object({ eventId: v.string(), status: v.string() }), JSON.parse(answered.body));
    assert.deepEqual(receipt, { eventId, status: "notified" });

    assert.deepEqual(await invoke("relay", {}), { notified: 0 });
    assert.equal(typeof (await invoke("upkeep", {})), "object");
    const look = { command: "deadEvents.redrive", actor: "test", all: true, dryRun: true };
    const nothing = { groups: [], seen: 0, matching: 0, complete: true, hidden: 0 };
    assert.deepEqual(await invoke("operate", look), { ok: true, answer: nothing });
  });

  test("without a password a function signs an IAM token, which every server but RDS refuses", async () => {
    const { DATABASE_PASSWORD: _, ...asDeployed } = environmentOf("relay");
    await using sandbox = await LambdaSandbox.start({
      runtimeInterface: client,
      folder: join(folder, "relay"),
      name: "relay",
      environment: asDeployed,
      timeoutSeconds: timeoutSeconds.relay,
    });
    await assert.rejects(sandbox.invoke({}), /password authentication failed for user .*fluxa_processor/);
  });

  test("a function whose environment lacks a variable does not start, and says which", async () => {
    const { QUEUE_URL: _, ...incomplete } = environmentOf("ingest");
    await using sandbox = await LambdaSandbox.start({
      runtimeInterface: client,
      folder: join(folder, "ingest"),
      name: "ingest",
      environment: incomplete,
      timeoutSeconds: timeoutSeconds.ingest,
    });
    await assert.rejects(sandbox.invoke({}), /QUEUE_URL/);
  });
});
