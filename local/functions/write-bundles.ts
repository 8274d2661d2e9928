import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bundles, functionNames } from "../../runtime/bundle.ts";

/** Writes what would be deployed for every function into a folder of its name. */
export async function writeBundles(folder: string): Promise<void> {
  await Promise.all(
    (await bundles(functionNames)).map(async ({ name, files }) => {
      await rm(join(folder, name), { recursive: true, force: true });
      for (const [path, contents] of files) await write(join(folder, name, path), contents);
    }),
  );
}

async function write(path: string, contents: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
