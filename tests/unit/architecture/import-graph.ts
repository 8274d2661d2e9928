import { glob } from "node:fs/promises";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** One file imports a value of another, or of a package. */
export interface Import {
  /** Path within the project, with `/`. */
  readonly from: string;
  /** The same, or a package's name such as `slonik` or `node:fs`. */
  readonly to: string;
}

const projectFolder = fileURLToPath(new URL("../../..", import.meta.url));

const sources = "{runtime,sql,local,tests,components,cli,console,clients,bench,policy}/**/*.{ts,mjs}";

/** Every import of a value in the project's sources; esbuild leaves out what is imported as a type. */
export async function readImports(): Promise<{
  readonly files: readonly string[];
  readonly imports: readonly Import[];
}> {
  const files: string[] = [];
  for await (const file of glob([sources, "*.ts"], {
    cwd: projectFolder,
    exclude: (name) => name.includes("node_modules"),
  })) {
    files.push(file.split(sep).join("/"));
  }
  return { files, imports: await importsOf(files) };
}

async function importsOf(files: readonly string[]): Promise<readonly Import[]> {
  const imports: Import[] = [];
  await build({
    absWorkingDir: projectFolder,
    entryPoints: [...files],
    outdir: "unused",
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    logLevel: "error",
    plugins: [
      {
        name: "record",
        setup: ({ onResolve }) =>
          onResolve({ filter: /.*/ }, ({ kind, importer, path }) => {
            if (kind === "entry-point") return undefined;
            imports.push({ from: within(importer), to: targetOf(importer, path) });
            return { path, external: true };
          }),
      },
    ],
  });
  return imports;
}

function within(path: string): string {
  return relative(projectFolder, path).split(sep).join("/");
}

function targetOf(importer: string, path: string): string {
  if (path.startsWith(".")) return posix.normalize(within(join(dirname(importer), path)));
  const parts = path.split("/");
  return path.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? path);
}
