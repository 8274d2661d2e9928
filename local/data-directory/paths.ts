import { join } from "node:path";

/** Everything that Fluxa writes in a data directory; `--reset` deletes these and nothing else. */
export interface DataPaths {
  readonly root: string;
  /** Says that the directory is Fluxa's. */
  readonly marker: string;
  /** Held by the instance that runs here. */
  readonly lock: string;
  /** Process id of the holder of the lock. */
  readonly holder: string;
  /** How to reach the instance that runs here. */
  readonly instance: string;
  readonly postgres: string;
  /** Queues, topics and their messages. */
  readonly queues: string;
  /** Objects of S3. */
  readonly objects: string;
  /** Bundles as they would be deployed. */
  readonly functions: string;
  /** What the functions print, one file per function. */
  readonly logs: string;
}

export function dataPaths(root: string): DataPaths {
  return {
    root,
    marker: join(root, "fluxa.json"),
    lock: join(root, "lock"),
    holder: join(root, "holder.pid"),
    instance: join(root, "instance.json"),
    postgres: join(root, "postgres"),
    queues: join(root, "queues"),
    objects: join(root, "objects"),
    functions: join(root, "functions"),
    logs: join(root, "logs"),
  };
}
