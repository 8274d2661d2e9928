import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A contender's program, in a process of its own as its users run it. */
export interface Program extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Rejects when it ends before it was asked to. */
  readonly ended: Promise<never>;
}

const patienceMs = 60_000;

/** @param log A file that gets what it prints. */
export function startProgram(path: string, args: readonly string[], log: string): Program {
  const output = openSync(log, "a");
  const script = fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ["ignore", output, output, "ipc"],
  });
  const exit = once(child, "exit");
  let stopping = false;
  const ended = exit.then(([code, signal]): never => {
    throw new Error(`${path} ended (${signal ?? `exit code ${code}`})${stopping ? "" : " by itself"}.`);
  });
  ended.catch(() => undefined);
  return {
    child,
    ended,
    async [Symbol.asyncDispose]() {
      stopping = true;
      child.kill("SIGINT");
      const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await exit;
      clearTimeout(timer);
    },
  };
}
