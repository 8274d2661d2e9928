import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import * as v from "valibot";
import { accepted, post } from "../support/local/client.ts";
import { authorized } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { launch, type Program, runToEnd } from "../support/local/program.ts";
import { until } from "../support/until.ts";

const main = "tests/chaos/main.ts";

function startChaos(...options: readonly string[]): Program {
  return launch(process.execPath, [main, ...options]);
}

async function apiOf(dataDir: string): Promise<string> {
  const instance = await until("the run's instance", () => readFile(join(dataDir, "instance.json"), "utf8"));
  return v.parse(v.object({ apiUrl: v.string() }), JSON.parse(instance)).apiUrl;
}

test("400 events are stored once each and announced while every kind of fault strikes", async () => {
  const { code, output } = await runToEnd(main, ["--seed", "5", "--events", "400"]);

  assert.equal(code, 0, output);
  assert.match(output, /^all held$/m);
  assert.match(output, /what got a 202 is stored, or dead with a reason +[4-9]\d\d +0$/m);
  assert.match(output, /s3\.get=corrupt +[1-9]/);
  assert.match(output, /database\.server=kill +[1-9]/);
});

test("what is not explained ends with exit code 1, the seed, the command and the event's whole story", async () => {
  const dataDir = await temporaryFolder();
  const chaos = startChaos("--calm", "--seed", "6", "--events", "150", "--data-dir", dataDir);
  const apiUrl = await apiOf(dataDir);

  // The oracle did not send this one.
  const stranger = await until("the stranger to be taken", async () =>
    accepted(await post(apiUrl, authorized("stranger"), { "x-api-key": "chaos-key" })),
  );

  const { code } = await chaos.ended;
  const output = chaos.output();
  assert.equal(code, 1, output);
  assert.match(output, new RegExp(`${stranger.eventId}: it was stored, but nobody sent it`));
  assert.match(output, /npm run chaos -- --seed 6 --events 150/);
  assert.match(output, /The story of event/);
  for (const line of ["event accepted", "event stored", "event notified"]) assert.ok(output.includes(line));
  assert.ok(output.includes(`Data and logs are kept in ${dataDir}`));
});

test("Ctrl-C stops sending, waits for the rest and judges what was sent", async () => {
  const chaos = startChaos("--calm", "--seed", "7", "--events", "20000");
  await until("events to be stored", () => (/[1-9]\d* stored/.test(chaos.output()) ? true : undefined));

  chaos.kill("SIGINT", "group");

  const { code } = await chaos.ended;
  assert.equal(code, 130, chaos.output());
  assert.match(chaos.output(), /Stopped before the end: all held so far/);
  assert.match(chaos.output(), /the queue is empty at rest +1 +0/);
});

test("--help lists the options, and a bad argument ends with exit code 2 and a way out", async () => {
  const help = await runToEnd(main, ["--help"]);
  const refused = await runToEnd(main, ["--seed", "seven"]);

  assert.equal(help.code, 0);
  assert.match(help.output, /--events/);
  assert.equal(refused.code, 2);
  assert.match(refused.output, /--seed must be a whole number/);
  assert.doesNotMatch(refused.output, /^\s+at /m);
});
