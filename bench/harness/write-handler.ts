import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";
import { bundle, moduleOptions } from "../../runtime/bundle.ts";
import type { FunctionName } from "../../runtime/env.ts";

/** Writes the very bundle that is deployed for a function into a folder. */
export async function writeDeployed(name: FunctionName, folder: string): Promise<void> {
  for (const [path, contents] of (await bundle(name)).files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), contents);
  }
}

/** Bundles a peer's handler as Fluxa's are. */
export async function writePeer(handler: URL, folder: string): Promise<void> {
  await build({
    entryPoints: [{ in: handler.pathname, out: basename(folder) }],
    outdir: dirname(folder),
    entryNames: "[name]/index",
    ...moduleOptions,
  });
}
