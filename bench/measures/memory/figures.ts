import type { Figure } from "../../measure.ts";
import type { Memory } from "./memory.ts";

const target = { atMost: 1.3 };

/** Memory at the end against that after the first tenth, when everything is loaded and warm. */
export function figuresOf({ looks, batches }: Memory): readonly Figure[] {
  const early = looks[1];
  const last = looks.at(-1);
  if (early === undefined || last === undefined) throw new Error("The processor's memory was not looked at.");
  return [
    {
      key: "growth.memory.rssBytes",
      value: last.rss,
      unit: "bytes",
      about: `Resident memory of the processor after ${batches} batches`,
    },
    {
      key: "growth.memory.rss.vsEarly",
      value: last.rss / early.rss,
      unit: "times",
      target,
      about: `Resident memory after ${batches} batches, against ${early.batches}`,
    },
    {
      key: "growth.memory.heap.vsEarly",
      value: last.heapUsed / early.heapUsed,
      unit: "times",
      target,
      about: `Heap in use after ${batches} batches, against ${early.batches}`,
    },
  ];
}
