import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { accepted, announce, call, post } from "../support/local/client.ts";
import { authorized, canonical, transaction, transactionOfBytes } from "../support/local/events.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { type Instance, startInstance } from "../support/local/instance.ts";
import { until } from "../support/until.ts";

const offloaded = transactionOfBytes(300_000);
let dataDir: string;
let eventId: string;

before(async () => {
  dataDir = await temporaryFolder();
});

const statusOf = async (fluxa: Instance) => {
  const reply = await call(`${fluxa.apiUrl}/v1/events/${eventId}`, { headers: { prefer: "wait=10" } });
  return reply.status;
};

async function assertFindsTheData(fluxa: Instance): Promise<void> {
  assert.equal(await statusOf(fluxa), 200);
  const payload = await call(`${fluxa.apiUrl}/v1/events/${eventId}/payload`);
  assert.equal(payload.text, canonical(offloaded));
}

/** Accepting an event needs SQS, so this also fails when a part ends before what depends on it. */
async function assertFinishesWhatIsInFlight(
  { apiUrl, program }: Instance,
  signal: "SIGINT" | "SIGTERM",
  to: "process" | "group",
): Promise<void> {
  const late = await announce(`${apiUrl}/v1/events`, JSON.stringify(authorized("late", transaction())));
  program.kill(signal, to);
  await until("the stop to begin", () => (program.output().includes("Stopping") ? true : undefined));
  assert.equal(await late.send(), 202);
}

test("SIGTERM finishes the request in flight and exits with 0", async () => {
  const fluxa = await startInstance({ dataDir });
  eventId = accepted(await post(fluxa.apiUrl, authorized("kept", offloaded))).eventId;
  await assertFindsTheData(fluxa);

  await assertFinishesWhatIsInFlight(fluxa, "SIGTERM", "process");

  assert.equal((await fluxa.program.ended).code, 0);
});

const keystrokes = [
  { what: "Ctrl-C in the terminal", signal: "SIGINT", to: "group" },
  { what: "SIGINT to npm alone", signal: "SIGINT", to: "process" },
  { what: "SIGTERM to npm alone", signal: "SIGTERM", to: "process" },
] as const;

for (const { what, signal, to } of keystrokes) {
  test(`npm start finds the data of the run before, and ${what} ends it with 0`, async () => {
    const fluxa = await startInstance({ dataDir, npm: true });
    await assertFindsTheData(fluxa);

    await assertFinishesWhatIsInFlight(fluxa, signal, to);

    assert.equal((await fluxa.program.ended).code, 0, fluxa.program.output());
    assert.match(fluxa.program.output(), /^Stopped\.$/m);
    assert.equal(await isAlive(await serverPid()), false);
  });
}

test("a start after SIGKILL takes the place of the PostgreSQL that was left behind", async () => {
  const killed = await startInstance({ dataDir });
  killed.program.kill("SIGKILL", "group");
  await killed.program.ended;
  const orphan = await serverPid();
  assert.equal(await isAlive(orphan), true);

  const fluxa = await startInstance({ dataDir });

  await assertFindsTheData(fluxa);
  assert.equal(await isAlive(orphan), false);
  assert.equal(await fluxa.stop(), 0);
});

test("a PostgreSQL that dies ends Fluxa with 1 and a plain message", async () => {
  const fluxa = await startInstance({ dataDir });

  process.kill(await serverPid(), "SIGQUIT");

  assert.equal((await fluxa.program.ended).code, 1);
  assert.match(fluxa.program.output(), /PostgreSQL ended unexpectedly/);
});

test("--reset deletes what earlier runs stored, and ends the PostgreSQL that one of them left behind", async () => {
  const killed = await startInstance({ dataDir });
  const orphan = await serverPid();
  killed.program.kill("SIGKILL", "group");
  await killed.program.ended;

  const fluxa = await startInstance({ dataDir, reset: true });

  assert.equal(await isAlive(orphan), false);
  assert.equal((await call(`${fluxa.apiUrl}/v1/events/${eventId}`)).status, 404);
});

async function serverPid(): Promise<number> {
  const text = await readFile(join(dataDir, "postgres", "data", "postmaster.pid"), "utf8").catch(() => "");
  return Number(text.split("\n")[0]);
}

/** A process that has ended and waits for its parent to notice counts as ended. */
async function isAlive(pid: number): Promise<boolean> {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return !/^\d+ \(.*\) Z/.test(state);
}
