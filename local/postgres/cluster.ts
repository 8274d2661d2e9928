import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { StartFailure } from "../start-failure.ts";
import type { Binaries } from "./binaries.ts";
import type { Identity } from "./identity.ts";
import { initialise, passwordFile, superuser } from "./initialise.ts";
import { barrier } from "./reach.ts";

/** Where a PostgreSQL data directory and what belongs to it lie, all in one folder. */
export interface ClusterPaths {
  readonly data: string;
  readonly log: string;
  /** Names the process that started the server. */
  readonly owner: string;
}

/** A PostgreSQL data directory that is there. */
export interface Cluster extends ClusterPaths {
  readonly superuser: string;
  readonly password: string;
}

const majorVersion = "18";

export function clusterPaths(folder: string): ClusterPaths {
  return { data: join(folder, "data"), log: join(folder, "server.log"), owner: join(folder, "owner.pid") };
}

/**
 * Makes a data directory in `folder` unless there is one.
 * @throws StartFailure when the folder cannot be reached by the server or holds something else.
 */
export async function openCluster(
  folder: string,
  binaries: Binaries,
  identity: Identity | undefined,
): Promise<Cluster> {
  await mkdir(folder, { recursive: true });
  await refuseUnreachable(folder, identity);
  const paths = clusterPaths(folder);
  const { data } = paths;
  if (!(await isCluster(data))) await initialise(data, binaries, identity);
  await refuseOtherOwner(data, identity);
  return {
    ...paths,
    superuser,
    password: (await readFile(passwordFile(data), "utf8")).trim(),
  };
}

async function refuseUnreachable(folder: string, identity: Identity | undefined): Promise<void> {
  const closed = await barrier(join(folder, "data"), identity);
  if (closed === undefined) return;
  throw new StartFailure(
    `PostgreSQL cannot reach its data in ${folder}: it does not run as root but as the user nobody, who may ` +
      `not pass ${closed}.\nStart with --data-dir /var/tmp/fluxa, or clone Fluxa to a folder that every user ` +
      "may pass.",
  );
}

async function isCluster(data: string): Promise<boolean> {
  const version = await readFile(join(data, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version === undefined) {
    const present = await readdir(data).catch(() => []);
    if (present.length === 0) return false;
    throw new StartFailure(
      `${data} is not a data directory of PostgreSQL: it holds other files (${present.slice(0, 3).join(", ")}).\n` +
        "Nothing was changed there. Choose another one with --data-dir.",
    );
  }
  if (version.trim() === majorVersion) return true;
  throw new StartFailure(
    `${data} was made by PostgreSQL ${version.trim()}, and this is PostgreSQL ${majorVersion}, which cannot read it.\n` +
      "Choose another directory with --data-dir, or start with --reset to begin anew.",
  );
}

async function refuseOtherOwner(data: string, identity: Identity | undefined): Promise<void> {
  const { uid } = await stat(data);
  const expected = identity?.uid ?? process.getuid?.() ?? uid;
  if (uid === expected) return;
  throw new StartFailure(
    `The data in ${data} belongs to the user with id ${uid}, and PostgreSQL would run with id ${expected}, which ` +
      "it refuses.\nStart as the user who made it (or as root if root did), or choose another directory with --data-dir.",
  );
}
