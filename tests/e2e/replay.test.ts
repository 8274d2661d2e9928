import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as v from "valibot";
import { drain, eventIdsOf, subscribe } from "../support/local/aws.ts";
import { accepted, call, post } from "../support/local/client.ts";
import { authorized, transaction } from "../support/local/events.ts";
import { textOf } from "../support/local/fates.ts";
import { temporaryFolder } from "../support/local/folder.ts";
import { type Instance, startInstance } from "../support/local/instance.ts";
import { tool } from "../support/local/tool.ts";
import { until } from "../support/until.ts";

const script = "local/replay.ts";
const late = "late-subscriber";
const count = 40;
const lastDay = ["--from", new Date(Date.now() - 1_000 * 60 * 60 * 24).toISOString()];

const Record = v.object({
  id: v.string(),
  state: v.string(),
  run: v.number(),
  counts: v.object({ announced: v.number(), refused: v.number() }),
});

let fluxa: Instance;
let eventIds: readonly string[];
before(async () => {
  fluxa = await startInstance({ dataDir: await temporaryFolder() });
  const posted = Array.from({ length: count }, async (_, n) => {
    const { eventId } = accepted(await post(fluxa.apiUrl, authorized(`order-${n}`, transaction())));
    const receipt = await call(`${fluxa.apiUrl}/v1/events/${eventId}`, { headers: { prefer: "wait=20" } });
    assert.match(receipt.text, /"status":"notified"/);
    return eventId;
  });
  eventIds = (await Promise.all(posted)).toSorted();
  await subscribe(fluxa, late);
});

test("who subscribes late gets all that was stored, marked as announced again", async () => {
  const counted = await tool(script, fluxa).run(["start", ...lastDay, "--dry-run"]);
  assert.match(counted.output, new RegExp(`^${count} events would be announced again`, "m"));
  assert.deepEqual(await drain(fluxa, late), []);

  const { code, output, answer } = await tool(script, fluxa).run(["start", ...lastDay, "--json"]);

  assert.equal(code, 0, output);
  const { id, ...record } = v.parse(Record, answer);
  assert.deepEqual(record, { state: "finished", run: 1, counts: { announced: count, refused: 0 } });
  const heard = await drain(fluxa, late);
  assert.deepEqual([...eventIdsOf(heard)].toSorted(), eventIds);
  assert.ok(heard.every((message) => textOf(message, "replay_id") === id));
});

test("a replay that is killed in the middle is resumed, and nobody misses anything", async () => {
  const replay = tool(script, fluxa).start(["start", ...lastDay, "--rate", "4"]);
  const { id } = await until("the replay to be in the middle", async () => {
    assert.equal(replay.hasEnded(), false, replay.output());
    const { answer } = await tool(script, fluxa).run(["list", "--json"]);
    const [newest] = v.parse(v.array(Record), answer);
    return newest?.state === "running" && newest.counts.announced > 0 ? newest : undefined;
  });
  replay.kill("SIGKILL", "group");
  assert.equal((await replay.ended).signal, "SIGKILL");

  const beside = await tool(script, fluxa).run(["start", ...lastDay]);
  assert.equal(beside.code, 1);
  assert.match(beside.output, /is running since/);
  const resumed = await until(
    "the killed replay to be given up",
    async () => {
      const attempt = await tool(script, fluxa).run(["resume", id, "--rate", "1000"]);
      return attempt.code === 1 ? undefined : attempt;
    },
    { seconds: 120 },
  );

  assert.equal(resumed.code, 0, resumed.output);
  assert.match(resumed.output, /has finished/);
  assert.deepEqual([...new Set(eventIdsOf(await drain(fluxa, late)))].toSorted(), eventIds);
});

test("the command says what it wants", async () => {
  const help = await tool(script, fluxa).run(["--help"]);
  assert.equal(help.code, 0);
  assert.match(help.output, /Usage: npm run/);
  const misused = await tool(script, fluxa).run(["start", "--rate", "9000"]);
  assert.equal(misused.code, 2);
  assert.match(misused.output, /--from/);
  assert.match(misused.output, /--rate/);
});
