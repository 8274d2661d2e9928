import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

export interface ProcessEntry {
  readonly parent: number;
  readonly command: string;
}

/** Looks a process up; undefined when there is none of this id, or none that may be looked at. */
export function findProcess(pid: number): Promise<ProcessEntry | undefined> {
  return process.platform === "linux" ? fromProc(pid) : fromPs(pid);
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
