import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
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

/** Bundles a handler into one ES module; the same sources give the same bytes in any folder. */
export async function bundle(name: FunctionName): Promise<Bundle> {
  const [only] = await bundles([name]);
  if (only === undefined) throw new Error(`The function ${name} was not bundled.`);
  return only;
}

/** The same for several, byte for byte; what they share is read once, which saves most of the time. */
export async function bundles(names: readonly FunctionName[]): Promise<readonly Bundle[]> {
  const { outputFiles } = await build({
    absWorkingDir: projectFolder,
    entryPoints: names.map((name) => ({ in: `runtime/handlers/${name}.ts`, out: `${name}/index` })),
    outdir: ".",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    write: false,
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
  });
  return Promise.all(
    names.map(async (name) => {
      const folder = join(projectFolder, name);
      const own = outputFiles.filter(({ path }) => dirname(path) === folder);
      const files = own.map(({ path, contents }) => [basename(path), contents] as const);
      return { name, files: new Map([...files, ...(await filesBeside(name))]) };
    }),
  );
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
