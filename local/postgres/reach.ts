import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Identity } from "./identity.ts";

/** The first folder on the way to `path` that the user may not pass; undefined when all let it through. */
export async function barrier(path: string, identity: Identity | undefined): Promise<string | undefined> {
  if (identity === undefined) return undefined;
  for (const folder of ancestors(resolve(path))) {
    if (!(await mayPass(folder, identity))) return folder;
  }
  return undefined;
}

function ancestors(path: string): readonly string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [...ancestors(parent), parent];
}

async function mayPass(folder: string, { uid, gid }: Identity): Promise<boolean> {
  const status = await stat(folder);
  const execute = status.uid === uid ? 0o100 : status.gid === gid ? 0o010 : 0o001;
  return (status.mode & execute) !== 0;
}
