import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { before, test } from "node:test";
import { promisify } from "node:util";
import * as v from "valibot";
import { drain } from "../support/local/aws.ts";
import { accepted, post } from "../support/local/client.ts";
import { authorized, transaction } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { type Instance, startInstance } from "../support/local/instance.ts";
import { launch, projectFolder, runToEnd } from "../support/local/program.ts";
import { until } from "../support/until.ts";

let fluxa: Instance;

before(async () => {
  fluxa = await startInstance({ dataDir: await temporaryFolder() });
});

const hasCurl = await promisify(execFile)("curl", ["--version"]).then(
  () => true,
  () => false,
);

test("the curl line of the banner is accepted as it stands", {
  skip: hasCurl ? false : "curl is not installed",
}, async () => {
  const line = /^curl .*$/m.exec(fluxa.program.output())?.[0] ?? "";

  const { stdout } = await promisify(execFile)("sh", ["-c", line]);

  assert.match(stdout, /^HTTP\/1\.1 202 /);
});

test("the banner names the API, the database, the queues and how to read the notifications", () => {
  const output = fluxa.program.output();

  for (const part of [
    fluxa.apiUrl,
    fluxa.databaseUrl,
    fluxa.awsEndpoint,
    "fluxa-notifications",
    "npm run --silent notifications",
  ]) {
    assert.ok(output.includes(part), part);
  }
  assert.ok(!output.includes("\u001b"));
});

test("an event's way is shown as it is accepted, stored and notified", async () => {
  const { eventId } = accepted(await post(fluxa.apiUrl, authorized("shown", transaction())));

  const words = await until("the notification to be shown", () => {
    const shown = fluxa.program.output().matchAll(new RegExp(`(\\w+) +${eventId}`, "g"));
    const found = [...shown].map(([, word = ""]) => word);
    return found.includes("notified") ? found : undefined;
  });

  assert.deepEqual(words, ["accepted", "stored", "notified"]);
});

test("a refused request and a conflict are shown with their reason", async () => {
  await post(fluxa.apiUrl, { type: "transaction.authorized", data: { ...transaction(), amount: -1 } });
  await post(fluxa.apiUrl, authorized("shown", transaction({ other: true })));

  await until("both to be shown", () => {
    const output = fluxa.program.output();
    return /refused .*schema_violation .*\/data\/amount/.test(output) &&
      /dead .*idempotency_conflict/.test(output)
      ? true
      : undefined;
  });
});

test("the notifications command prints each notification once and takes it from the queue", async () => {
  await drain(fluxa, "fluxa-notifications");
  const reader = launch("npm", ["run", "--silent", "notifications", "--", "--data-dir", fluxa.dataDir]);

  const { eventId } = accepted(await post(fluxa.apiUrl, authorized("read", transaction())));

  await until("the notification", () => (reader.output().includes(eventId) ? true : undefined));
  reader.kill("SIGINT", "group");
  await reader.ended;
  const lines = reader.output().trim().split("\n");
  assert.equal(lines.length, 1);
  assert.equal(v.parse(v.object({ eventid: v.string() }), JSON.parse(lines[0] ?? "")).eventid, eventId);
  await until("the queue to be empty", async () =>
    (await drain(fluxa, "fluxa-notifications")).length === 0 ? true : undefined,
  );
});

test("the notifications command says plainly when nothing runs", async () => {
  const { code, output } = await runToEnd("local/notifications.ts", ["--data-dir", projectFolder]);

  assert.equal(code, 1);
  assert.match(output, /does not run/);
  assert.match(output, /npm start/);
});
