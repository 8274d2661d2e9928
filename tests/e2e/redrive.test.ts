import assert from "node:assert/strict";
import { before, test } from "node:test";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { createPool, sql } from "slonik";
import * as v from "valibot";
import { depth } from "../support/local/aws.ts";
import { afterAll } from "../support/local/cleanup.ts";
import { openDatabase } from "../support/local/database.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { type Instance, startInstance } from "../support/local/instance.ts";
import { launch, type Program } from "../support/local/program.ts";
import { jsonOf, tool } from "../support/local/tool.ts";
import { type DeadLetterToMake, deadLetters, letterEntry } from "../support/operations/letters.ts";
import { until } from "../support/until.ts";

const script = "local/dead-events.ts";
const deadEvents = 5_000;
const others = 100;
const killAfter = 1_500;
const deadLetterQueue = "fluxa-dead-letters";

const Record = v.object({
  id: v.string(),
  state: v.string(),
  run: v.number(),
  counts: v.object({ sent: v.number(), stored: v.number(), dead: v.number(), undecided: v.number() }),
});

let fluxa: Instance;
before(async () => {
  fluxa = await startInstance({ dataDir: await temporaryFolder() });
});

test(`${deadEvents} dead events, redriven by filter and killed in the middle, are each stored once after the resume`, async () => {
  const letters = deadLetters(deadEvents, { inline: true, failureType: "attempts_exhausted" });
  await bury(letters);
  await bury(deadLetters(others, { producer: "bank" }));
  const filter = ["--failure-type", "attempts_exhausted", "--producer", "shop"];
  const database = await openDatabase(fluxa);

  const dryRun = await commanded(["redrive", ...filter, "--dry-run", "--json"]);
  const Counted = v.object({ matching: v.number(), seen: v.number(), complete: v.boolean() });
  assert.deepEqual(v.parse(Counted, dryRun.answer), {
    matching: deadEvents,
    seen: deadEvents + others,
    complete: true,
  });
  assert.equal(await depth(fluxa, deadLetterQueue), deadEvents + others);
  assert.equal((await database.storedCounts()).size, 0);

  const redrive = command(["redrive", ...filter, "--rate", "500", "--canary", "10", "--json"]);
  const id = await killInTheMiddle(redrive);

  const resumed = await until(
    "the killed redrive to be given up",
    async () => {
      const attempt = await commanded(["resume", id, "--json"]);
      return attempt.code === 1 ? undefined : attempt;
    },
    { seconds: 200 },
  );
  assert.equal(resumed.code, 0, resumed.output);
  const { counts, ...record } = v.parse(Record, resumed.answer);
  assert.deepEqual(record, { id, state: "finished", run: 2 });
  assert.deepEqual(counts, { sent: deadEvents, stored: deadEvents, dead: 0, undecided: 0 });

  const stored = await database.storedCounts();
  assert.deepEqual([...stored.keys()].toSorted(), letters.map(({ eventId }) => eventId).toSorted());
  assert.ok([...stored.values()].every((count) => count === 1));
  const totals = await database.totals();
  assert.deepEqual([totals.claims, totals.conflicts, totals.duplicates], [deadEvents, 0, 0]);
  assert.equal((await database.statistics()).deadlocks, 0);
  await until("what did not fit to be alone in the dead-letter queue", async () =>
    (await depth(fluxa, deadLetterQueue)) === others ? true : undefined,
  );
});

test("Ctrl-C stops between two batches, and what was not sent can be sent by a resume", async () => {
  await bury(deadLetters(60, { producer: "till" }));
  const careless = ["--canary", "0", "--failure-ratio", "1"];
  const redrive = command(["redrive", "--producer", "till", "--rate", "5", ...careless, "--json"]);
  await until("the first to be sent", async () => {
    assert.equal(redrive.hasEnded(), false, redrive.output());
    const { answer } = await commanded(["redrives", "--json"]);
    const [newest] = v.parse(v.array(Record), answer);
    return newest !== undefined && newest.run === 1 && newest.counts.sent > 0 ? true : undefined;
  });

  redrive.kill("SIGINT", "group");

  const { code } = await redrive.ended;
  assert.equal(code, 3, redrive.output());
  const stopped = v.parse(Record, jsonOf(redrive.output()));
  assert.equal(stopped.state, "stopped");
  assert.ok(stopped.counts.sent < 60);
  const tooLate = await commanded(["stop", stopped.id]);
  assert.equal(tooLate.code, 1);
  assert.match(tooLate.output, /is not running/);
  const list = await commanded(["list", "--limit", "3"]);
  assert.equal(list.code, 0);
  assert.match(list.output, /payload_missing +(till|bank) +transaction\.authorized/);
});

test("the command says what it wants, and that nothing runs", async () => {
  const help = await commanded(["--help"]);
  assert.equal(help.code, 0);
  assert.match(help.output, /Usage: npm run/);
  const misused = await commanded(["redrive", "--rate", "9000", "--all"]);
  assert.equal(misused.code, 2);
  assert.match(misused.output, /--rate/);
  const elsewhere = launch(process.execPath, [script, "list", "--data-dir", "/tmp/none"]);
  assert.equal((await elsewhere.ended).code, 1);
  assert.match(elsewhere.output(), /does not run with the data directory/);
});

/** Kills the process once it has sent so many, and says which redrive it was. */
async function killInTheMiddle(redrive: Program): Promise<string> {
  const pool = await createPool(fluxa.databaseUrl, { maxPoolSize: 1 });
  afterAll(() => pool.end());
  const Running = v.object({ id: v.string(), sent: v.number() });
  const { id } = await until("the redrive to be in the middle", async () => {
    assert.equal(redrive.hasEnded(), false, redrive.output());
    const row = await pool.maybeOne(sql.unsafe`select id::text as id, sent from redrive`);
    const running = row === null ? undefined : v.parse(Running, row);
    return running !== undefined && running.sent >= killAfter ? running : undefined;
  });
  redrive.kill("SIGKILL", "group");
  assert.equal((await redrive.ended).signal, "SIGKILL");
  const row = v.parse(Running, await pool.one(sql.unsafe`select id::text as id, sent from redrive`));
  assert.ok(row.sent < deadEvents, `all ${row.sent} were sent before the kill`);
  return id;
}

const command = (words: readonly string[]) => tool(script, fluxa).start(words);
const commanded = (words: readonly string[]) => tool(script, fluxa).run(words);

/** As SQS holds them: the oracle's own client puts them there. */
async function bury(letters: readonly DeadLetterToMake[]): Promise<void> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new SQSClient({ endpoint: fluxa.awsEndpoint, region: "us-east-1", credentials });
  const QueueUrl = `${fluxa.awsEndpoint}/000000000000/${deadLetterQueue}`;
  for (let start = 0; start < letters.length; start += 10) {
    const Entries = letters
      .slice(start, start + 10)
      .map((letter, index) => ({ ...letterEntry(letter), Id: String(index) }));
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  }
  client.destroy();
}
