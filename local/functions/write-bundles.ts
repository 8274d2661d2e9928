import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { bundle, functionNames } from "../../runtime/bundle.ts";

/** Writes what would be deployed for every function into a folder of its name. */
export async function writeBundles(folder: string): Promise<void> {
  await Promise.all(
    functionNames.map(async (name) => {
      const { files } = await bundle(name);
      await rm(join(folder, name), { recursive: true, force: true });
      for (const [path, contents] of files) await write(join(folder, name, path), contents);
    }),
  );
}

async function write(path: string, contents: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, contents);
}
