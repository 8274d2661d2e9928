import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, copyFile, mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const wanted = fileURLToPath(new URL("../runtime-interface/", import.meta.url));

/**
 * Installs AWS's runtime interface client once and keeps it: it is compiled from C++, which takes a
 * minute and needs cmake, make and a C++ compiler.
 * @returns The file that Node runs.
 * @throws Error with npm's own words when it cannot be compiled.
 */
export async function runtimeInterface(): Promise<string> {
  const lock = await readFile(join(wanted, "package-lock.json"));
  const version = createHash("sha256").update(lock).update(process.version).digest("hex").slice(0, 12);
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache");
  const folder = join(cache, "fluxa", `runtime-interface-${version}`);
  const packageFolder = join(folder, "node_modules", "aws-lambda-ric");
  if (!(await exists(join(packageFolder, "rapid-client.node")))) await install(folder);
  return join(packageFolder, "index.mjs");
}

async function install(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of ["package.json", "package-lock.json"])
    await copyFile(join(wanted, file), join(folder, file));
  try {
    await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    throw new Error(
      `AWS's runtime interface client could not be installed into ${folder}. It is compiled and needs cmake, make, a C++ ` +
        `compiler and Python.\n${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
