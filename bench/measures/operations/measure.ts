import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openDatabase } from "../../harness/database.ts";
import { timed } from "../../harness/statistics.ts";
import type { Figure, Findings, Measure, Setting } from "../../measure.ts";
import { type MigrationFindings, migrateUnderLoad } from "./migration.ts";
import { redriveRate } from "./redrive.ts";
import { replayRate } from "./replay.ts";

export const measure: Measure = {
  name: "operations",
  about:
    "what an operator does: sending dead events back, announcing again, and migrations while events arrive",
  run: operations,
};

const quickPlan = { rounds: 1, letters: 1_000, replayed: 5_000, events: 50_000 };
const fullPlan = { rounds: 3, letters: 5_000, replayed: 50_000, events: 1_000_000 };

async function operations(setting: Setting): Promise<Findings> {
  const { letters, replayed, events } = setting.quick ? quickPlan : fullPlan;
  const rates = await ratesOf(setting);
  setting.say(`migrating ${events} events while others are inserted`);
  const folder = await own(setting, "migration");
  const migrated = await migrateUnderLoad({ folder, events, signal: setting.signal });
  const redrive = timed({
    key: "operations.redrive.rate",
    unit: "events/s",
    about: `Redrive of ${letters} dead events`,
    target: { atLeast: 500 },
    samples: rates.redrive,
  });
  const replay = timed({
    key: "operations.replay.rate",
    unit: "events/s",
    about: `Replay of a partition of ${replayed} events`,
    samples: rates.replay,
  });
  return {
    figures: [redrive, replay, ...migrationFigures(migrated, events)],
    charts: [],
    notes: [
      "A redrive takes letters from the dead-letter queue, looks up whether it sent them before, sends them, writes that down and deletes them; nobody works them meanwhile. It may be asked for 1000 events/s at most.",
      "A replay reads stored events in the order of receipt, publishes them in tens, and writes down how far it is; the events here have 0.3 KiB, and SNS answers at once. It may be asked for 5000 events/s at most.",
      `Migrations applied under load: ${migrated.applied.join(", ")}.`,
    ],
  };
}

async function ratesOf(setting: Setting) {
  const { rounds, letters, replayed } = setting.quick ? quickPlan : fullPlan;
  const { signal } = setting;
  await using stack = new AsyncDisposableStack();
  const database = await openDatabase(await own(setting, "database"), stack);
  const rates = { redrive: [] as number[], replay: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const nth = `round ${round + 1} of ${rounds}`;
    setting.say(`redrive of ${letters} dead events, ${nth}`);
    const redriven = { folder: await own(setting, `redrive-${round}`), database, letters, signal };
    rates.redrive.push(await redriveRate(redriven));
    setting.say(`replay of ${replayed} events, ${nth}`);
    const again = { folder: await own(setting, `replay-${round}`), database, events: replayed, signal };
    rates.replay.push(await replayRate(again));
  }
  return rates;
}

async function own({ folder }: Setting, name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  return path;
}

function migrationFigures(
  { seconds, longestInsertMs }: MigrationFindings,
  events: number,
): readonly Figure[] {
  return [
    {
      key: "operations.migration.longestInsertMs",
      value: longestInsertMs,
      unit: "ms",
      target: { atMost: 1_000 },
      about: `Longest insert during the newest migrations of ${events} events`,
    },
    {
      key: "operations.migration.seconds",
      value: seconds,
      unit: "s",
      about: `The newest migrations of ${events} events`,
    },
  ];
}
