import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

export interface ProcessEntry {
  readonly parent: number;
  readonly command: string;
}

/** Looks a process up; undefined when there is none of this id, or none that may be looked at. */
export function findProcess(pid: number): Promise<ProcessEntry | undefined> {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
}

/** Ids of the processes that this one started. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const parents = process.platform === "linux" ? await parentsFromProc() : await parentsFromPs();
  return parents.flatMap(([child, parent]) => (parent === pid ? [child] : []));
}

async function parentsFromProc(): Promise<readonly (readonly [pid: number, parent: number])[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  return Promise.all(pids.map(async (pid) => [pid, (await fromProc(pid))?.parent ?? 0] as const));
}

async function parentsFromPs(): Promise<readonly (readonly [pid: number, parent: number])[]> {
  const { stdout } = await promisify(execFile)("ps", ["-axo", "pid=,ppid="]);
  return stdout.split("\n").map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
    return [pid, parent] as const;
  });
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

// Slim containers have no ps.
async function fromProc(pid: number): Promise<ProcessEntry | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
    const parent = /^PPid:\s*(?<pid>\d+)$/m.exec(status)?.groups?.["pid"];
    return { parent: Number(parent ?? 0), command: command.replaceAll("\0", " ").trim() };
  } catch {
    return undefined;
  }
}

async function fromPs(pid: number): Promise<ProcessEntry | undefined> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-ww", "-o", "ppid=,command=", "-p", String(pid)]);
    const { parent, command } = /^\s*(?<parent>\d+)\s+(?<command>.*)$/m.exec(stdout)?.groups ?? {};
    return parent === undefined || command === undefined ? undefined : { parent: Number(parent), command };
  } catch {
    return undefined;
  }
}
