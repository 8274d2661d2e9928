import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openDatabase } from "../../harness/database.ts";
import { timed } from "../../harness/statistics.ts";
import type { Figure, Findings, Measure, Setting } from "../../measure.ts";
import { type MigrationFindings, migrateUnderLoad } from "./migration.ts";
import { redriveRate } from "./redrive.ts";

export const measure: Measure = {
  name: "operations",
  about: "what an operator does: sending dead events back, and migrations while events arrive",
  run: operations,
};

const quickPlan = { rounds: 1, letters: 1_000, events: 50_000 };
const fullPlan = { rounds: 3, letters: 5_000, events: 1_000_000 };

async function operations(setting: Setting): Promise<Findings> {
  const { letters, events } = setting.quick ? quickPlan : fullPlan;
  const rates = await redrives(setting);
  setting.say(`migrating ${events} events while others are inserted`);
  const folder = await own(setting, "migration");
  const migrated = await migrateUnderLoad({ folder, events, signal: setting.signal });
  const redrive = timed({
    key: "operations.redrive.rate",
    unit: "events/s",
    about: `Redrive of ${letters} dead events`,
    target: { atLeast: 500 },
    samples: rates,
  });
  return {
    figures: [redrive, ...migrationFigures(migrated, events)],
    charts: [],
    notes: [
      "A redrive takes letters from the dead-letter queue, looks up whether it sent them before, sends them, writes that down and deletes them; nobody works them meanwhile. It may be asked for 1000 events/s at most.",
      `Migrations applied under load: ${migrated.applied.join(", ")}.`,
    ],
  };
}

async function redrives(setting: Setting): Promise<readonly number[]> {
  const { rounds, letters } = setting.quick ? quickPlan : fullPlan;
  await using stack = new AsyncDisposableStack();
  const database = await openDatabase(await own(setting, "database"), stack);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    setting.say(`redrive of ${letters} dead events, round ${round + 1} of ${rounds}`);
    const folder = await own(setting, `redrive-${round}`);
    rates.push(await redriveRate({ folder, database, letters, signal: setting.signal }));
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
