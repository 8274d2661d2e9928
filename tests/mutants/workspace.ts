import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Mutant } from "./mutant.ts";

/** A copy of the project that may be broken. */
export interface Workspace {
  readonly folder: string;
  /** Does something while the mutant is in place. */
  during<T>(mutant: Mutant, work: () => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

/** Copies what Git knows of or would add, as it is now, so that nobody's working tree is touched. */
export async function copyProject(project: string): Promise<Workspace> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), "fluxa-mutants-"));
  for (const file of await projectFiles(project)) await copyFile(file, project, folder);
  await symlink(join(project, "node_modules"), join(folder, "node_modules"), "dir");
  return {
    folder,
    during: async (mutant, work) => {
      const path = join(folder, mutant.file);
      const source = await readFile(path, "utf8");
      // As a function, or "$&" in it would have a meaning.
      await writeFile(
        path,
        source.replace(mutant.find, () => mutant.replace),
      );
      try {
        return await work();
      } finally {
        await writeFile(path, source);
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function projectFiles(project: string): Promise<readonly string[]> {
  const words = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await promisify(execFile)("git", words, { cwd: project, maxBuffer: 2 ** 26 });
  return stdout.split("\0").filter((file) => file !== "");
}

/** A file that Git still knows and that is deleted in the working tree is left out. */
async function copyFile(file: string, from: string, to: string): Promise<void> {
  await cp(join(from, file), join(to, file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
