import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { environments, type FunctionName } from "./env.ts";
import { rdsCertificates } from "./rds-certificates.ts";

/** Every function that Fluxa deploys. */
export const functionNames = Object.keys(environments) as readonly FunctionName[];

/** What is deployed for one function: file names and contents; the handler is `index.handler`. */
export interface Bundle {
  readonly name: FunctionName;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const projectFolder = fileURLToPath(new URL("..", import.meta.url));
const migrationsFolder = fileURLToPath(new URL("../sql/migrations/", import.meta.url));

// pg is CommonJS and calls require at run time, which an ES module does not have. The minifier does
// not see this line, so its name must be longer than any that it makes.
const banner =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** How code becomes a module that Lambda's Node runs. */
export const moduleOptions = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  minify: true,
  keepNames: true,
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  banner: { js: banner },
  logLevel: "error",
} as const satisfies BuildOptions;

/**
 * Bundles a handler: `index.mjs` with what it needs to start, and chunks beside it that are loaded
 * when they are needed, such as the S3 client; the same sources give the same bytes in any folder.
 */
export async function bundle(name: FunctionName): Promise<Bundle> {
  const { outputFiles } = await build({
    absWorkingDir: projectFolder,
    entryPoints: [{ in: `runtime/handlers/${name}.ts`, out: "index" }],
    outdir: name,
    splitting: true,
    write: false,
    ...moduleOptions,
  });
  const own = outputFiles.map(({ path, contents }) => [basename(path), contents] as const);
  return { name, files: new Map([...own, ...(await filesBeside(name))]) };
}

/** Several at once. Each has chunks of its own, as each is deployed alone. */
export function bundles(names: readonly FunctionName[]): Promise<readonly Bundle[]> {
  return Promise.all(names.map(bundle));
}

type Files = readonly (readonly [string, Uint8Array<ArrayBuffer>])[];

/** What a function reads beside its code. */
async function filesBeside(name: FunctionName): Promise<Files> {
  if (!("DATABASE_HOST" in environments[name].entries)) return [];
  return [...certificates(), ...(name === "migrate" ? await migrations() : [])];
}

/** A file per region, so that the bundle is the same in all and a function reads only its own. */
function certificates(): Files {
  return [...rdsCertificates()].map(([region, pem]) => [
    `rds-ca/${region}.pem`,
    new Uint8Array(Buffer.from(pem)),
  ]);
}

/** The migrator reads its files beside itself, in the bundle as in the sources. */
async function migrations(): Promise<Files> {
  const names = (await readdir(migrationsFolder)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    names.map(
      async (file) =>
        [`migrations/${file}`, new Uint8Array(await readFile(`${migrationsFolder}${file}`))] as const,
    ),
  );
}
