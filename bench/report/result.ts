import * as v from "valibot";

const Figure = v.strictObject({
  key: v.string(),
  value: v.number(),
  unit: v.picklist(["events/s", "requests/s", "ms", "bytes", "calls", "USD", "times", "events", "s"]),
  spread: v.exactOptional(v.strictObject({ low: v.number(), high: v.number() })),
  target: v.exactOptional(
    v.strictObject({ atLeast: v.exactOptional(v.number()), atMost: v.exactOptional(v.number()) }),
  ),
  about: v.string(),
});

const Chart = v.strictObject({
  name: v.string(),
  title: v.string(),
  bars: v.pipe(v.array(v.strictObject({ label: v.string(), key: v.string() })), v.readonly()),
});

/** What one measure found and where, as docs/benchmarks/results keeps it. */
export const Result = v.strictObject({
  name: v.string(),
  about: v.string(),
  date: v.pipe(v.string(), v.isoTimestamp()),
  commit: v.string(),
  machine: v.strictObject({
    cpu: v.string(),
    cores: v.number(),
    memoryGiB: v.number(),
    system: v.string(),
    node: v.string(),
    loadBefore: v.number(),
  }),
  quick: v.boolean(),
  seconds: v.number(),
  findings: v.strictObject({
    figures: v.pipe(v.array(Figure), v.readonly()),
    charts: v.pipe(v.array(Chart), v.readonly()),
    notes: v.pipe(v.array(v.string()), v.readonly()),
  }),
});

export type Result = Readonly<v.InferOutput<typeof Result>>;
