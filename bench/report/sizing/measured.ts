import { findFigure } from "../find-figure.ts";
import type { Result } from "../result.ts";
import type { Measured } from "./formulas.ts";

/** What the page is computed from, or the measures that have to be taken for it. */
export type Basis =
  | { readonly measured: Measured; readonly from: readonly Result[] }
  | { readonly missing: readonly string[] };

const needed = ["processor", "cost"] as const;

export function basisOf(results: readonly Result[]): Basis {
  const missing = new Set<string>();
  const value = (key: string) => {
    const figure = findFigure(results, key);
    if (figure === undefined) missing.add(key.split(".")[0] ?? key);
    return figure?.value ?? Number.NaN;
  };
  const from = results.filter(({ name }) => needed.some((each) => each === name));
  const measured: Measured = {
    cores: from.find(({ name }) => name === "processor")?.machine.cores ?? Number.NaN,
    processorRate: { 10: value("processor.b10.fluxa"), 100: value("processor.b100.fluxa") },
    processMs: { 10: value("cost.ms.process.single"), 100: value("cost.ms.process.bulk") },
    ingestMs: { single: value("cost.ms.ingest.single"), batched: value("cost.ms.ingest.batched") },
    usdPerMillion: { single: value("cost.slower.single"), batched: value("cost.slower.batched") },
    storedBytes: { small: value("cost.storedBytes.batched"), mix: value("cost.storedBytes.mix") },
  };
  return missing.size > 0 ? { missing: [...missing] } : { measured, from };
}
