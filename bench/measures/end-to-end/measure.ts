import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Findings, Measure, Setting } from "../../measure.ts";
import type { ContenderName } from "./contender.ts";
import { contenders } from "./contenders/index.ts";
import { chartsOf, figuresOf, type Results } from "./figures.ts";
import { batchEvents, fullPlan, quickPlan } from "./plan.ts";
import { type RoundResult, takeRound, warmUp } from "./round.ts";
import { Bout } from "./trial.ts";

export const measure: Measure = {
  name: "end-to-end",
  about: "POST to notified with everything on one machine: latency and the highest sustained rate",
  run: endToEnd,
};

/** All contenders run from the beginning to the end and have load in turn, round after round. */
async function endToEnd(setting: Setting): Promise<Findings> {
  const { quick, signal, say } = setting;
  const plan = quick ? quickPlan : fullPlan;
  await using stack = new AsyncDisposableStack();
  const bouts = await openBouts(setting, stack);
  for (const [name, bout] of bouts) {
    say(`warming up ${name}`);
    await warmUp(bout, name, plan);
  }
  const results = new Map<ContenderName, RoundResult[]>([...bouts.keys()].map((name) => [name, []]));
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const [name, bout] of bouts) {
      signal.throwIfAborted();
      say(`round ${round + 1} of ${plan.rounds}: ${name}`);
      const rounds = results.get(name) ?? [];
      rounds.push(await takeRound(bout, name, plan, rounds.at(-1)));
    }
  }
  for (const [name, bout] of bouts) {
    say(`verifying ${name}`);
    await bout.end();
  }
  return { figures: figuresOf(results), charts: chartsOf(results), notes: notesOf(results) };
}

async function openBouts(
  { quick, folder, signal, say }: Setting,
  stack: AsyncDisposableStack,
): Promise<ReadonlyMap<ContenderName, Bout>> {
  const bouts = new Map<ContenderName, Bout>();
  for (const { name, start } of contenders(quick)) {
    signal.throwIfAborted();
    say(`starting ${name}`);
    const own = join(folder, name);
    await mkdir(own, { recursive: true });
    const arena = stack.use(await start(own));
    bouts.set(name, new Bout(arena, name.toLowerCase(), signal));
  }
  return bouts;
}

function notesOf(results: Results): readonly string[] {
  const behind = [...results].flatMap(([name, rounds]) =>
    [
      ...new Set(
        rounds.flatMap(({ latency }) => [...latency].flatMap(([rate, { keptUp }]) => (keptUp ? [] : [rate]))),
      ),
    ].map(
      (rate) =>
        `${name} did not keep up with ${rate} events/s in every round: its latency there is that of a growing backlog.`,
    ),
  );
  return [
    "Gateway, queues, functions, PostgreSQL (fsync on), the load and the subscriber share this one machine.",
    "Load is sent at a fixed rate whatever comes back; latency counts from the instant at which a request was to be sent.",
    "A rate is sustained when every event is accepted and no more of them wait at the end than before.",
    `Batches have ${batchEvents} events in one request.`,
    "Every contender has one topic with one subscribed queue, which the benchmark reads; at the end every accepted event is stored once and was heard.",
    ...behind,
  ];
}
