import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { StartFailure } from "../start-failure.ts";
import type { Binaries } from "./binaries.ts";
import type { Identity } from "./identity.ts";

export const superuser = "postgres";

/** Where a data directory keeps its superuser's password, for nobody else's eyes. */
export function passwordFile(data: string): string {
  return join(data, "superuser-password");
}

/**
 * Makes a PostgreSQL data directory: under another name first, so that a start that is killed
 * leaves nothing that looks like one.
 * @throws StartFailure with initdb's own words and what to do.
 */
export async function initialise(
  data: string,
  { initdb }: Binaries,
  identity: Identity | undefined,
): Promise<void> {
  const draft = `${data}.new`;
  const password = `${randomBytes(18).toString("base64url")}\n`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await give(draft, identity);
  await withSecretFile(password, identity, async (secret) => {
    const options = { ...identity, cwd: "/", env: { LC_ALL: "C" } };
    await promisify(execFile)(initdb, initdbArguments(draft, secret), options).catch((error: unknown) => {
      throw explained(data, error);
    });
  });
  await writeFile(passwordFile(draft), password, { mode: 0o600 });
  await give(passwordFile(draft), identity);
  await rename(draft, data);
}

function explained(data: string, error: unknown): StartFailure {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
  const advice = said.includes("user does not exist")
    ? "PostgreSQL runs only as a user whom this machine knows by name: add one to /etc/passwd, or start Fluxa as another user."
    : "Mend what it names, or choose another place with --data-dir <path>.";
  return new StartFailure(`PostgreSQL could not make its data in ${data}.\n${said}\n${advice}`, {
    cause: error,
  });
}

function initdbArguments(data: string, passwordFile: string): readonly string[] {
  return [
    `--pgdata=${data}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-sync",
    "--no-instructions",
  ];
}

async function withSecretFile(
  text: string,
  identity: Identity | undefined,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "fluxa-"));
  try {
    const path = join(folder, "secret");
    await writeFile(path, text, { mode: 0o600 });
    await give(path, identity);
    await give(folder, identity);
    await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function give(path: string, identity: Identity | undefined): Promise<void> {
  if (identity !== undefined) await chown(path, identity.uid, identity.gid);
}
