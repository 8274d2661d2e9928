// The inside of a sandbox: loads one bundle as Lambda's runtime does and handles one invocation at
// a time. Runs as a worker thread that sandbox.ts starts.
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import * as v from "valibot";
import { Boot, Command, type FunctionError, type Invocation, type Report } from "./protocol.ts";

const boot = v.parse(Boot, workerData);
const port = parentPort;
if (port === null) throw new Error("sandbox-thread.ts runs as a worker thread only.");
const report = (message: Report) => port.postMessage(message);

// Lambda's own clock, which says when the time is up, does not jump with the function's.
const now = Date.now;
const Handler = v.custom<(event: unknown, context: object) => unknown>(
  (value) => typeof value === "function",
);
const Module = v.object({ handler: Handler });

try {
  if (boot.clockShift !== undefined) (await import("./shift-clock.ts")).shiftClock(boot.clockShift);
  const { handler } = v.parse(Module, await import(pathToFileURL(`${boot.folder}/index.mjs`).href));
  port.on("message", (message) => obey(handler, v.parse(Command, message)));
  report({ kind: "ready" });
} catch (error) {
  report({ kind: "broken", error: describe(error) });
}

function obey(handler: v.InferOutput<typeof Handler>, command: Command): void {
  if (command.kind === "invoke") void run(handler, command);
  else standStill(command.ms);
}

/** Nothing of this thread moves, neither timers nor sockets, as in a sandbox that Lambda froze. */
function standStill(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  report({ kind: "thawed" });
}

async function run(handler: v.InferOutput<typeof Handler>, invocation: Invocation): Promise<void> {
  const { requestId, event } = invocation;
  try {
    const result = await handler(JSON.parse(event), contextOf(invocation));
    report({ kind: "result", requestId, payload: JSON.stringify(result) ?? "null" });
  } catch (error) {
    report({ kind: "error", requestId, error: describe(error) });
  }
}

/** The context object of Lambda's Node.js runtime. */
function contextOf({ requestId, deadline }: Invocation): object {
  return {
    awsRequestId: requestId,
    functionName: boot.functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: `arn:aws:lambda:${process.env["AWS_REGION"]}:000000000000:function:${boot.functionName}`,
    memoryLimitInMB: String(boot.memoryMb),
    logGroupName: process.env["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: process.env["AWS_LAMBDA_LOG_STREAM_NAME"],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
  };
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
}
