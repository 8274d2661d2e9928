import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import canonicalize from "canonicalize";
import { median } from "simple-statistics";
import * as v from "valibot";
import { fingerprintOf } from "../../../runtime/core/identity.ts";
import { canonicalJson } from "../../../runtime/core/json/canonical-json.ts";
import { parseJson } from "../../../runtime/core/json/parse-json.ts";
import { interleaved } from "../../harness/rounds.ts";
import { bodyOf } from "./body.ts";
import { type IngestHandler, loadHandler, requestOf } from "./handler.ts";
import { type Contender, contenders, sizeNames, sizes } from "./sizes.ts";

/** Runs in a process of its own, as its log lines go to standard output; tells its parent a size at a time. */
const { rounds, budgetMs } = v.parse(
  v.object({ rounds: v.number(), budgetMs: v.number() }),
  JSON.parse(process.argv[2] ?? "null"),
);
const ingest = await loadHandler();
for (const name of sizeNames) {
  const body = bodyOf(sizes[name]);
  const work = workOn(body, ingest);
  await verify(body, work, ingest);
  // Where V8 has not compiled yet, the first rounds would measure its interpreter.
  for (const contender of contenders) await runsWithin(budgetMs, work[contender]);
  const runs = await countRuns(work);
  const cpu = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  const wall = await interleaved({
    contenders,
    rounds,
    signal: new AbortController().signal,
    take: async (contender) => {
      const taken = await block(work[contender], runs[contender]);
      cpu.get(contender)?.push(taken.cpu);
      return taken.wall;
    },
  });
  process.send?.({
    name,
    requests: runs.handler,
    wall: Object.fromEntries(wall),
    cpu: Object.fromEntries(cpu),
  });
}
process.disconnect();

type Work = Readonly<Record<Contender, () => unknown>>;

/**
 * `floor` is what no service can go without; `own` is all of Fluxa's work that grows with the
 * payload; `handler` is everything.
 */
function workOn(body: string, { post }: IngestHandler): Work {
  const request = requestOf(body);
  return {
    floor: () => {
      JSON.parse(body);
      return createHash("sha256").update(body).digest("hex");
    },
    own: () => fingerprintOf(canonicalJson(dataOf(parseJson(body)))),
    handler: () => post(request),
  };
}

function dataOf(event: unknown): unknown {
  return typeof event === "object" && event !== null && "data" in event ? event.data : undefined;
}

/** What is fast must also be right: a 202, one message, and the fingerprint that the library would give. */
async function verify(body: string, { own }: Work, { post, sent }: IngestHandler): Promise<void> {
  const before = sent();
  const answer = await post(requestOf(body));
  const canonical = canonicalize(dataOf(JSON.parse(body))) ?? "";
  const fingerprint = createHash("sha256").update(canonical).digest("hex");
  assert.deepEqual([answer.statusCode, sent() - before], [202, 1], answer.body);
  assert.equal(JSON.parse(answer.body).fingerprint, fingerprint);
  assert.equal(own(), fingerprint);
}

/** As many as fit, so that each round takes about the same time. */
async function countRuns({ floor, own, handler }: Work): Promise<Readonly<Record<Contender, number>>> {
  return {
    floor: await runsWithin(budgetMs, floor),
    own: await runsWithin(budgetMs, own),
    handler: await runsWithin(budgetMs, handler),
  };
}

async function runsWithin(milliseconds: number, run: () => unknown): Promise<number> {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < milliseconds || count < 5) {
    await run();
    if (count++ % 50 === 0) await turn();
  }
  return count;
}

/**
 * So many runs in a row: the middle of their times, and the processor time of each on average, that of
 * the garbage collector's threads included; milliseconds.
 */
async function block(run: () => unknown, count: number): Promise<{ wall: number; cpu: number }> {
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let n = 0; n < count; n++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
    // What a request leaves behind gets its turn now and then, as between two invocations.
    if (n % 50 === 0) await turn();
  }
  const { user, system } = process.cpuUsage(before);
  return { wall: median(times), cpu: (user + system) / 1_000 / count };
}
