import type { Measure } from "./measure.ts";
import { measure as bundles } from "./measures/bundles/measure.ts";
import { measure as calls } from "./measures/calls/measure.ts";
import { measure as cost } from "./measures/cost/measure.ts";
import { measure as endToEnd } from "./measures/end-to-end/measure.ts";
import { measure as growth } from "./measures/growth/measure.ts";
import { measure as ingest } from "./measures/ingest/measure.ts";
import { measure as memory } from "./measures/memory/measure.ts";
import { measure as operations } from "./measures/operations/measure.ts";
import { measure as processor } from "./measures/processor/measure.ts";

/** Everything that is measured, in the order of the page. */
export const measures: readonly Measure[] = [
  processor,
  calls,
  ingest,
  endToEnd,
  bundles,
  operations,
  cost,
  growth,
  memory,
];
