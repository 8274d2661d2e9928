import type { Figure } from "../../../bench/measure.ts";
import type { Result } from "../../../bench/report/result.ts";

/** A figure that says nothing but what a test changes of it. */
export function figure(changes: Partial<Figure> = {}): Figure {
  return { key: "a.b", value: 1, unit: "events/s", about: "events stored", ...changes };
}

export function result(changes: Partial<Result> = {}): Result {
  return {
    name: "processor",
    about: "events through the handler",
    date: "2026-11-22T10:00:00.000Z",
    commit: "abc",
    machine: {
      cpu: "a CPU",
      cores: 2,
      memoryGiB: 8,
      system: "Linux 6 x64",
      node: "v24.0.0",
      loadBefore: 0.1,
    },
    quick: false,
    seconds: 90,
    findings: { figures: [figure()], charts: [], notes: [] },
    ...changes,
  };
}
