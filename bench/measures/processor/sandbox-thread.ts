// The inside of a sandbox under measurement: takes its batches itself from memory that all share,
// and writes what the function prints into a file, as Lambda's runtime does: neither passes through
// another thread, whose time would count as the function's.
import { randomUUID } from "node:crypto";
import { openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import { NothingBack, ProcessBundle } from "../../harness/process-handler.ts";
import { Boot, type Said, Trial } from "./protocol.ts";
import { sharedEvent } from "./shared-records.ts";

const { folder, output } = v.parse(Boot, workerData);
const port = parentPort;
if (port === null) throw new Error("sandbox-thread.ts runs as a worker thread only.");
const say = (said: Said) => port.postMessage(said);

const file = openSync(output, "a");
process.stdout.write = (chunk: string | Uint8Array) => {
  if (typeof chunk === "string") writeSync(file, chunk);
  else writeSync(file, chunk);
  return true;
};

const timeoutMs = 60_000;

try {
  const bundle: unknown = await import(pathToFileURL(join(folder, "index.mjs")).href);
  const { handler } = v.parse(ProcessBundle, bundle);
  port.on("message", async (message) => say(await work(handler, v.parse(Trial, message))));
  say({ kind: "ready" });
} catch (error) {
  say(failed(error));
}

async function work(handler: ProcessBundle["handler"], trial: Trial): Promise<Said> {
  const { records, turns, batch, until } = trial;
  let events = 0;
  try {
    while (Date.now() < until && Atomics.load(turns, 1) === 0) {
      const from = Atomics.add(turns, 0, batch);
      if (from + batch >= records.starts.length) break;
      const event: unknown = JSON.parse(sharedEvent(records, from, from + batch));
      v.parse(NothingBack, await handler(event, context()));
      events += batch;
    }
    return { kind: "done", events };
  } catch (error) {
    return failed(error);
  }
}

function context(): object {
  const end = Date.now() + timeoutMs;
  return {
    awsRequestId: randomUUID(),
    functionName: process.env["AWS_LAMBDA_FUNCTION_NAME"],
    getRemainingTimeInMillis: () => end - Date.now(),
  };
}

function failed(error: unknown): Said {
  return { kind: "failed", why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
