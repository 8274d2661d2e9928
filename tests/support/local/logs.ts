import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { MetricName } from "../../../runtime/contract/metrics.ts";

/** A line that a function printed. */
export type LogLine = Readonly<Record<string, unknown>>;

/** Everything that the functions of an instance have printed so far, as JSON. */
export async function logLines({ dataDir }: { readonly dataDir: string }): Promise<readonly LogLine[]> {
  const folder = join(dataDir, "logs");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".log") && file !== "faults.log");
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return texts.flatMap((text) => text.split("\n").flatMap(parse));
}

/** The sum of a metric in these lines, as CloudWatch makes it from the embedded metric format. */
export function sumOf(lines: readonly LogLine[], metric: MetricName): number {
  return lines
    .flatMap((line) => (Object.hasOwn(line, "_aws") ? [line[metric]].flat() : []))
    .reduce((sum: number, value) => sum + (typeof value === "number" ? value : 0), 0);
}

/** The last line of a file may be half written. */
function parse(line: string): readonly LogLine[] {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? [{ ...value }] : [];
  } catch {
    return [];
  }
}
