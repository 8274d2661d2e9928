import { openDatabase } from "../../harness/database.ts";
import type { Findings, Measure, Setting } from "../../measure.ts";
import { countCalls } from "./count-calls.ts";

export const measure: Measure = {
  name: "calls",
  about: "what one batch and one request call, counted at the wire",
  run,
};

async function run({ folder, signal, say }: Setting): Promise<Findings> {
  await using stack = new AsyncDisposableStack();
  say("starting PostgreSQL, SQS, SNS and S3");
  const { access } = await openDatabase(folder, stack);
  say("counting");
  return { figures: await countCalls(folder, access, signal), charts: [], notes };
}

const notes = [
  "Counted, not timed: round trips are the Query and Sync messages that pass a proxy in front of PostgreSQL, calls are HTTP requests that pass one in front of SQS, SNS and S3, retries included. The functions are the bundles that are deployed, warm, as the first invocation also opens a connection and reads the directory of producers.",
  "Batches of the processor are of the mix of sizes, requests hold events of 1 KiB. Receiving and deleting messages is Lambda's and not in the calls of SQS.",
];
