import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { before, test } from "node:test";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Running, startLocal } from "../../local/start.ts";
import { Activity } from "../../local/terminal/activity.ts";
import { coloursFor } from "../../local/terminal/colours.ts";
import { secretiveMessages, secretiveRequests } from "../support/hostile/secretive.ts";
import { afterAll } from "../support/local/cleanup.ts";
import { accepted, call } from "../support/local/client.ts";
import { authorized, transaction, transactionOfBytes } from "../support/local/events.ts";
import { everythingLogged } from "../support/local/everything-logged.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { until } from "../support/until.ts";

/** Found nowhere by accident, and in every spelling that a log could give it. */
const mark = (what: string) => `canary${what}${randomBytes(8).toString("hex")}`;
const value = mark("value");
const member = mark("member");
const apiKey = mark("key");
const wrongKey = mark("wrongkey");

let dataDir: string;
let fluxa: Running;
let terminal = "";

before(async () => {
  dataDir = await temporaryFolder();
  const activity = new Activity(
    (text) => {
      terminal += text;
    },
    coloursFor(false, {}),
  );
  const timing = {
    processTimeoutSeconds: 8,
    visibilitySeconds: 10,
    backoffShortestSeconds: 1,
    backoffLongestSeconds: 2,
  };
  fluxa = await startLocal(
    { port: 0, apiKey, dataDir, reset: false, timing, faults: { seed: 1, rules: [] } },
    activity,
  );
  afterAll(() => fluxa.stop());
});

const secretive = (more: object = {}) =>
  transaction({ [member]: value, nested: [{ [member]: value }], ...more });
const large = () => secretive({ filler: transactionOfBytes(300_000) });

function post(path: string, body: string, headers: Readonly<Record<string, string>> = {}, key = apiKey) {
  return call(`${fluxa.instance.apiUrl}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
    key,
  });
}

const send = (id: string, data: unknown) => post("/v1/events", JSON.stringify(authorized(id, data)));

async function receipt(eventId: string): Promise<string> {
  const reply = await call(`${fluxa.instance.apiUrl}/v1/events/${eventId}`, {
    headers: { prefer: "wait=10" },
    key: apiKey,
  });
  return reply.text;
}

/** What was logged, and what the terminal showed. */
async function everything(): Promise<string> {
  return [terminal, await everythingLogged(dataDir)].join("\n");
}

/** Waits until the functions have logged this; what they print arrives a moment later. */
function logged(what: RegExp): Promise<true> {
  return until(`the log to say ${what}`, async () => (what.test(await everything()) ? true : undefined));
}

test("events that are accepted, stored, conflicting and read", async () => {
  const { eventId } = accepted(await send("first", secretive()));
  assert.match(await receipt(eventId), /notified/);
  accepted(await send("first", secretive({ other: true })));
  accepted(await send("offloaded", large()));
  await post("/v1/events/batch", JSON.stringify([authorized("batch", secretive()), authorized("b-2", 1)]));
  await call(`${fluxa.instance.apiUrl}/v1/events/${eventId}/payload`, { key: apiKey });
  await logged(/idempotency_conflict/);
});

test("requests that are refused", async () => {
  const whole = JSON.stringify(authorized("refused", secretive()));
  const bodies = secretiveRequests(whole, { member, value });
  for (const body of bodies) {
    for (const [path, text] of [
      ["/v1/events", body],
      ["/v1/events/batch", `[${body}]`],
    ] as const) {
      const { status } = await post(path, text);
      assert.ok((status >= 400 && status < 500) || status === 207, `${status} for ${text.slice(0, 80)}`);
    }
  }
  const headers = { "ce-specversion": "1.0", "ce-type": "x", [`ce-${member}`]: value, "ce-time": value };
  assert.equal((await post("/v1/events", JSON.stringify(secretive()), headers)).status, 422);
  assert.equal((await post("/v1/events", whole, { "content-type": `text/${value}` })).status, 415);
  assert.equal((await post("/v1/events", whole, {}, wrongKey)).status, 401);
  assert.equal((await post(`/v1/${value}`, whole)).status, 404);
  await logged(/request refused/);
});

test("messages that are judged dead", async () => {
  const client = new SQSClient({
    endpoint: fluxa.instance.awsEndpoint,
    region: fluxa.instance.region,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const bodies = secretiveMessages(secretive(), { member, value });
  for (const MessageBody of bodies) {
    await client.send(new SendMessageCommand({ QueueUrl: fluxa.instance.queueUrl, MessageBody }));
  }
  await until("all to be judged", async () =>
    (await everything()).split("event dead-lettered").length > bodies.length ? true : undefined,
  );
});

test("services that fail in every way", async () => {
  for (const [index, rules] of [
    ["s3.put=refusex3", "sqs.send=refusex6"],
    ["s3.get=refusex1", "process.claim=cutx1", "sns.publish=refuse-somex1"],
    ["s3.get=corruptx1", "process.clear=cutx1", "sqs.dead-letter=refusex1", "sns.publish=refusex1"],
    ["s3.get=garblex1", "process.claim=cut-afterx1", "database.connect=refusex1"],
    ["s3.get=missingx1", "process.claim=crashx1"],
    ["database.server=killx1"],
  ].entries()) {
    await fluxa.faults.set(rules);
    await until(`${rules.join(", ")} to strike`, async () => {
      const id = `failing-${index}`;
      const replies = [
        await send(id, secretive()),
        await send(`${id}-large`, large()),
        await send(id, secretive({ conflicting: true })),
        await post("/v1/events/batch", JSON.stringify([authorized(`${id}-batch`, secretive())])),
      ];
      assert.ok(replies.every(({ status }) => [202, 207, 503].includes(status)));
      const counts = await fluxa.faults.counts();
      return rules.every((rule) => (counts[rule] ?? 0) > 0) ? true : undefined;
    });
  }
  await fluxa.faults.set([]);
  const { eventId } = accepted(await send("last", secretive()));
  await until("the last event to be stored", async () =>
    /notified/.test(await receipt(eventId)) ? true : undefined,
  );
});

test("nothing that was logged has a payload, a member's name, a key or a password in it", async () => {
  await fluxa.stop();
  const all = await everything();
  assert.ok(all.length > 10_000);
  const password = decodeURIComponent(new URL(fluxa.instance.databaseUrl).password);
  assert.ok(password.length > 10);
  const found: string[] = [];
  for (const [what, secret] of Object.entries({
    value,
    member,
    apiKey,
    wrongKey,
    password,
    "the AWS secret": "local-secret-access-key",
    "a merchant": "Corner Shop",
  })) {
    for (const text of [secret, Buffer.from(secret).toString("base64").slice(0, -4)]) {
      const lines = all.split("\n").filter((line) => line.includes(text));
      found.push(...lines.map((line) => `${what}: ${line.slice(0, 2_000)}`));
    }
  }
  assert.deepEqual(found, []);
});
