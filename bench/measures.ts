import type { Measure } from "./measure.ts";

/** Everything that is measured, in the order of the page. */
export const measures: readonly Measure[] = [];
