import { gzipSync } from "node:zlib";

/** Bytes of modules, each compressed by itself, as an archive does. */
export function gzippedBytes(files: ReadonlyMap<string, Uint8Array>): number {
  return [...files]
    .filter(([path]) => path.endsWith(".mjs"))
    .reduce((sum, [, contents]) => sum + gzipSync(contents, { level: 9 }).length, 0);
}
