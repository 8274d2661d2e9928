import { interleaved } from "../../harness/rounds.ts";
import type { Findings, Measure, Setting } from "../../measure.ts";
import { type Contender, contenders } from "./contenders.ts";
import { figuresOf } from "./figures.ts";
import { type Length, scenarios, takeRound, warmUp } from "./round.ts";
import type { Sandboxes } from "./sandboxes.ts";
import { concurrency, type Stage, setStage } from "./stage.ts";

export const measure: Measure = {
  name: "processor",
  about: "events a second through the processor on real PostgreSQL, stored and announced",
  run,
};

interface Extent extends Length {
  readonly rounds: number;
  readonly events: number;
}

const full: Extent = { rounds: 5, events: 30_000, warmUpMs: 25_000, runUpMs: 500, trialMs: 4_000 };
const short: Extent = { rounds: 1, events: 3_000, warmUpMs: 1_000, runUpMs: 200, trialMs: 1_000 };

async function run(setting: Setting): Promise<Findings> {
  const extent = setting.quick ? short : full;
  await using stack = new AsyncDisposableStack();
  const stage = await setStage(setting, extent.events, stack);
  const sandboxes = await openAll(stage, extent, setting);
  const rates = await interleaved({
    contenders: [...sandboxes.keys()],
    rounds: extent.rounds,
    signal: setting.signal,
    take: async (name, round) => {
      setting.say(`round ${round + 1} of ${extent.rounds}, ${name}`);
      const own = sandboxes.get(name);
      if (own === undefined) throw new Error(`There is no contender ${name}.`);
      return takeRound(own, stage, extent, setting.signal);
    },
  });
  return {
    ...figuresOf(rates),
    notes: notes(stage.database.version),
  };
}

/** Opens and warms up one contender after the other. */
async function openAll(stage: Stage, { warmUpMs }: Length, { say, signal }: Setting) {
  const opened = new Map<Contender["name"], Sandboxes>();
  for (const { name, label } of contenders) {
    say(`warming up, ${label}`);
    const sandboxes = stage.open(name);
    await warmUp(sandboxes, stage, warmUpMs, signal);
    opened.set(name, sandboxes);
  }
  return opened;
}

function notes(version: string): readonly string[] {
  return [
    `Each contender runs as ${concurrency} sandboxes (threads with modules and connections of their own, which take their batches from shared memory and write their log to a file) in batches of ${Object.values(scenarios).join(" and ")}; they stay warm from round to round.`,
    `PostgreSQL ${version}, embedded, with fsync, synchronous_commit and full_page_writes on; tables are emptied before each trial.`,
    "Fluxa is the very bundle that is deployed; it also checks each message, verifies each payload's SHA-256 and writes logs and metrics, which no peer does.",
    "Per message: a transaction per record that claims, inserts, publishes and updates, records of a batch at once over 3 connections. Powertools: the batch processor with the idempotency utility on PostgreSQL, records at once over 3 connections. By hand: one `pg` statement with Fluxa's writes, publish in tens, one statement that clears. Insert alone: no claims, no outbox.",
    "SNS and S3 are the thinnest HTTP server that answers correctly, in a process of its own, because a full emulator on the same two cores would bound the fast contenders; payloads of 512 KiB are fetched from it.",
    "After each trial every row's content is compared with what was sent, and the notifications are counted by event id.",
  ];
}
