import { join } from "node:path";
import { seedEvents } from "../../harness/seed.ts";
import type { Findings, Measure, Setting } from "../../measure.ts";
import { claimRates } from "./claims.ts";
import { compared } from "./compared.ts";
import { fullPlan, labelOf, quickPlan } from "./plan.ts";
import { receiptTimes } from "./receipts.ts";
import { openSide, type Side } from "./side.ts";

export const measure: Measure = {
  name: "growth",
  about: "whether millions of events make claims and receipts slower",
  apart: true,
  run: growth,
};

/** Two servers side by side, one that stays small and one that grows, so that both see the same machine. */
async function growth(setting: Setting): Promise<Findings> {
  const plan = setting.quick ? quickPlan : fullPlan;
  await using stack = new AsyncDisposableStack();
  const small: Side = await openSide(join(setting.folder, "small"), stack);
  const large: Side = await openSide(join(setting.folder, "large"), stack);
  const figures = [];
  let rows = 0;
  for (const size of plan.sizes) {
    setting.say(`seeding ${labelOf(size)} events`);
    await seedEvents(large.pool, size - rows);
    rows = size;
    setting.signal.throwIfAborted();
    setting.say(`claims among ${labelOf(size)}`);
    figures.push(...compared("claims", size, await claimRates({ small, large }, plan, setting.signal)));
    setting.say(`receipts among ${labelOf(size)}`);
    figures.push(...compared("receipt", size, await receiptTimes({ small, large }, plan, setting.signal)));
  }
  return {
    figures,
    charts: [],
    notes: [
      "A second server with an empty table (for receipts: 100,000 events) is measured in turn with the one that grows; each has a quarter of the machine's memory for its pages, as RDS gives it.",
    ],
  };
}
