import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export const projectFolder = fileURLToPath(new URL("../../..", import.meta.url));

/** A program under test, in a process group of its own, as a terminal gives it one. */
export interface Program {
  readonly pid: number;
  /** All that it has printed so far. */
  readonly output: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  readonly hasEnded: () => boolean;
  /** To this process alone, or, as Ctrl-C does, to all of its group. */
  readonly kill: (signal: NodeJS.Signals, to: "process" | "group") => void;
}

const living = new Set<Program>();
process.on("exit", () => {
  for (const program of living) program.kill("SIGTERM", "process");
});
// A test that takes too long is ended by its runner, and must not leave a server behind.
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(1));

export function launch(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Program {
  const { NODE_OPTIONS: _options, NODE_TEST_CONTEXT: _context, ...inherited } = process.env;
  const child = spawn(command, args, {
    cwd: projectFolder,
    env: { ...inherited, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const program = watched(child);
  living.add(program);
  void program.ended.then(() => living.delete(program));
  return program;
}

function watched(child: ChildProcess): Program {
  const { pid } = child;
  if (pid === undefined) throw new Error(`${child.spawnfile} did not start.`);
  let output = "";
  const collect = (chunk: string) => {
    output += chunk;
  };
  child.stdout?.setEncoding("utf8").on("data", collect);
  child.stderr?.setEncoding("utf8").on("data", collect);
  const ended = once(child, "close").then(() => ({ code: child.exitCode, signal: child.signalCode }));
  return {
    pid,
    output: () => output,
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill(signal, to) {
      try {
        process.kill(to === "group" ? -pid : pid, signal);
      } catch {
        // It has ended meanwhile.
      }
    },
  };
}

/** Runs the local mode's entry with these arguments to its end. */
export async function runToEnd(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const program = launch(process.execPath, [script, ...args], env);
  const { code } = await program.ended;
  return { code, output: program.output() };
}
