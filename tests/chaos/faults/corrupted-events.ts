import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";

const Strike = v.object({ point: v.string(), action: v.string(), eventIds: v.array(v.string()) });

/** Ids of the events whose payload came back from S3 changed, from the log of strikes. */
export async function corruptedEvents(logs: string): Promise<ReadonlySet<string>> {
  const log = await readFile(join(logs, "faults.log"), "utf8").catch(() => "");
  const lines = log.split("\n").filter((line) => line !== "");
  const strikes = lines.flatMap((line) => {
    const strike = v.safeParse(Strike, JSON.parse(line));
    return strike.success ? [strike.output] : [];
  });
  const corruptions = strikes.filter(({ point, action }) => point === "s3.get" && action === "corrupt");
  return new Set(corruptions.flatMap(({ eventIds }) => eventIds));
}
