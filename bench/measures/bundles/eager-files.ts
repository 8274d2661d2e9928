import type { Bundle } from "../../../runtime/bundle.ts";

/** The modules of a bundle that its start loads: `index.mjs`, and what it imports without being asked to. */
export function eagerFiles({ files }: Bundle): ReadonlyMap<string, Uint8Array> {
  const eager = new Map<string, Uint8Array>();
  const visit = (path: string) => {
    const contents = files.get(path);
    if (contents === undefined || eager.has(path)) return;
    eager.set(path, contents);
    for (const imported of importedBy(Buffer.from(contents).toString())) visit(imported);
  };
  visit("index.mjs");
  return eager;
}

/** Chunks that stand behind `from`, or alone behind `import`, as the minifier writes them; `import(…)` is for later. */
function importedBy(source: string): readonly string[] {
  return [...source.matchAll(/(?:from|import)\s*"\.\/([^"]+\.mjs)"/g)].map(([, path]) => path ?? "");
}
