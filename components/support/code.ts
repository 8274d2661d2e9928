import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as pulumi from "@pulumi/pulumi";
import { bundles, functionNames } from "../../runtime/bundle.ts";
import type { FunctionName } from "../../runtime/env.ts";

/** The code of every function. */
export type Code = Readonly<Record<FunctionName, pulumi.asset.AssetArchive>>;

const folder = fileURLToPath(new URL("../../.deploy/", import.meta.url));

/** Bundles all functions. They go into files, because the text of an asset would be kept in the stack's state. */
export async function bundleCode(): Promise<Code> {
  const archives = await Promise.all(
    (await bundles(functionNames)).map(
      async ({ name, files }) => [name, await archiveOf(join(folder, name), files)] as const,
    ),
  );
  return Object.fromEntries(archives) as Record<FunctionName, pulumi.asset.AssetArchive>;
}

async function archiveOf(
  target: string,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<pulumi.asset.AssetArchive> {
  const assets: Record<string, pulumi.asset.Asset> = {};
  for (const [path, contents] of files) {
    const file = join(target, path);
    await writeWhole(file, contents);
    // Relative, so that the state of the stack is the same from any folder.
    assets[path] = new pulumi.asset.FileAsset(relative(process.cwd(), file));
  }
  return new pulumi.asset.AssetArchive(assets);
}

/** Another run may read or write the same file at this moment, so it is replaced in one step. */
async function writeWhole(file: string, contents: Uint8Array): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(unfinished, contents);
  await rename(unfinished, file);
}
