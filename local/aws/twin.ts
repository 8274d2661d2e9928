import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import type { DataPaths } from "../data-directory/paths.ts";
import { StartFailure } from "../start-failure.ts";
import type { Notice, Order } from "./faults/messages.ts";

/** A running SQS, SNS and S3. */
export interface Twin {
  /** Endpoint of all three. */
  readonly endpoint: string;
  /** Resolves when the process ended without having been asked to. */
  readonly died: Promise<string>;
  stop(): Promise<void>;
  /** Gives an order about faults; without faults nobody heeds it. */
  order(order: Order): void;
}

/** Faults that are to strike the calls of functions. */
export interface TwinFaults {
  readonly seed: number;
  hear(notice: Notice): void;
}

const program = fileURLToPath(new URL("twin-process.ts", import.meta.url));
const stopMs = 5_000;
const Ready = v.object({ port: v.number() });

/**
 * @param faults Absent when there are none, and then nothing of them is loaded.
 * @throws StartFailure with what the process said last, when it does not start.
 */
export async function startTwin(paths: DataPaths, faults?: TwinFaults): Promise<Twin> {
  await mkdir(paths.queues, { recursive: true });
  await mkdir(paths.objects, { recursive: true });
  const log = join(paths.logs, "aws.log");
  const child = spawnProcess(paths, log, faults);
  const ended = once(child, "exit").then(([code, signal]) => `${signal ?? `exit code ${code}`}`);
  const first = await Promise.race([once(child, "message"), ended]);
  if (typeof first === "string") throw await didNotStart(first, log);
  const { port } = v.parse(Ready, first[0]);
  if (faults !== undefined) await listen(child, faults);

  let stopping = false;
  const stop = async () => {
    stopping = true;
    await end(child, ended);
  };
  const died = new Promise<string>((resolve) => {
    ended.then((how) => stopping || resolve(`SQS, SNS and S3 ended unexpectedly (${how}); see ${log}.`));
  });
  const order = (text: Order) => void (child.connected && child.send(text, () => undefined));
  return { endpoint: `http://127.0.0.1:${port}`, died, stop, order };
}

async function listen(child: ChildProcess, { hear }: TwinFaults): Promise<void> {
  const { Notice } = await import("./faults/messages.ts");
  child.on("message", (message) => hear(v.parse(Notice, message)));
}

function spawnProcess(paths: DataPaths, log: string, faults: TwinFaults | undefined): ChildProcess {
  const output = openSync(log, "a");
  const seed = faults === undefined ? [] : [String(faults.seed)];
  const child = fork(program, [paths.queues, paths.objects, ...seed], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", output, output, "ipc"],
  });
  closeSync(output);
  return child;
}

/** A process that does not answer is killed: what it was told is on disk by then. */
async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill("SIGKILL"), stopMs);
  if (child.connected) child.send("stop", () => undefined);
  await ended;
  clearTimeout(timer);
}

async function didNotStart(how: string, log: string): Promise<StartFailure> {
  const said = (await readFile(log, "utf8").catch(() => "")).trim().split("\n").slice(-5).join("\n");
  return new StartFailure(
    `SQS, SNS and S3 did not start (${how}):\n${said}\nThe whole log is ${log}. If the data directory is damaged, --reset starts anew and deletes its events.`,
  );
}
