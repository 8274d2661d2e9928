import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { until } from "../until.ts";

const Line = v.looseObject({
  function: v.string(),
  message: v.string(),
  correlationId: v.string(),
});

const MetricLine = v.looseObject({ _aws: v.unknown() });

type MetricLine = v.InferOutput<typeof MetricLine>;

type LogLine = v.InferOutput<typeof Line>;

/** What functions of an instance have logged, in order for each function. */
export async function logLines(dataDir: string, functions: readonly string[]): Promise<readonly LogLine[]> {
  return (await lines(dataDir, functions)).flatMap((line) => {
    const result = v.safeParse(Line, line);
    return result.success ? [result.output] : [];
  });
}

/** What a function has said under this correlation id. */
export async function toldUnder(
  dataDir: string,
  functionName: string,
  correlationId: string,
): Promise<readonly string[]> {
  const lines = await logLines(dataDir, [functionName]);
  return lines.filter((line) => line.correlationId === correlationId).map(({ message }) => message);
}

/** Waits until the function has said so much under this id, as lines come a moment after what they tell of. */
export async function hasTold(
  dataDir: string,
  functionName: string,
  correlationId: string,
  messages: readonly string[],
): Promise<void> {
  const said = await until(`${functionName} to log ${messages.join(", ")}`, async () => {
    const lines = await toldUnder(dataDir, functionName, correlationId);
    return lines.length >= messages.length ? lines : undefined;
  });
  assert.deepEqual(said, messages);
}

/** The metrics that a function has emitted, a line for each invocation that had any. */
export async function metricLines(dataDir: string, functionName: string): Promise<readonly MetricLine[]> {
  return (await lines(dataDir, [functionName])).flatMap((line) => {
    const result = v.safeParse(MetricLine, line);
    return result.success ? [result.output] : [];
  });
}

/** The sum of all values of a metric that a function has emitted. */
export async function metricSum(dataDir: string, functionName: string, metric: string): Promise<number> {
  const emitted = await metricLines(dataDir, functionName);
  return emitted.flatMap((line) => line[metric]).reduce<number>(plus, 0);
}

function plus(sum: number, value: unknown): number {
  return sum + (typeof value === "number" ? value : 0);
}

async function lines(dataDir: string, functions: readonly string[]): Promise<readonly unknown[]> {
  const texts = await Promise.all(
    functions.map((name) => readFile(join(dataDir, "logs", `${name}.log`), "utf8")),
  );
  return texts.flatMap((text) => text.split("\n")).flatMap(parsed);
}

/** A line that is still being written is none yet. */
function parsed(line: string): readonly unknown[] {
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
