import { join } from "node:path";
import { openDatabase } from "../../harness/database.ts";
import type { Findings, Measure, Setting } from "../../measure.ts";
import { figuresOf } from "./figures.ts";
import { memoryOf } from "./memory.ts";

export const measure: Measure = {
  name: "memory",
  about: "whether the processor's memory grows with the batches that it has worked",
  apart: true,
  run: memory,
};

/** Of ten events each. */
const batches = { quick: 1_000, full: 100_000 } as const;

async function memory(setting: Setting): Promise<Findings> {
  await using stack = new AsyncDisposableStack();
  const database = await openDatabase(join(setting.folder, "database"), stack);
  const taken = await memoryOf(database, setting.quick ? batches.quick : batches.full, setting);
  return {
    figures: figuresOf(taken),
    charts: [],
    notes: [
      `${taken.batches} batches of ten events of 1 KiB, one after the other through the deployed bundle in one process.`,
    ],
  };
}
