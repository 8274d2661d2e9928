import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Code } from "./contenders.ts";

const run = promisify(execFile);

/** What every function reads; nothing of it has to answer. */
const environment = {
  AWS_REGION: "eu-west-1",
  DATABASE_HOST: "127.0.0.1",
  DATABASE_PORT: "1",
  DATABASE_NAME: "fluxa",
  DATABASE_USER: "fluxa",
  DATABASE_PASSWORD: "secret",
  QUEUE_URL: "https://127.0.0.1/events",
  DEAD_LETTER_QUEUE_URL: "https://127.0.0.1/dead",
  PAYLOAD_BUCKET: "payloads",
  PRODUCERS_KEY: "producers.json",
  TOPIC_ARN: "arn:aws:sns:eu-west-1:000000000000:events",
};

const driver = `const start = performance.now();
await import("./index.mjs");
process.stdout.write(String(performance.now() - start), () => process.exit(0));
`;

export async function writeCode(folder: string, { files }: Code): Promise<void> {
  for (const [path, contents] of [...files, ["driver.mjs", driver] as const]) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, contents);
  }
}

/** Milliseconds of the import in a process of its own, and of the whole process. */
export async function startOnce(
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly importMs: number; readonly processMs: number }> {
  const start = performance.now();
  const { stdout } = await run(process.execPath, ["driver.mjs"], { cwd: folder, env: environment, signal });
  const importMs = Number(stdout);
  if (!(importMs > 0)) throw new Error(`The bundle in ${folder} did not start: ${stdout}`);
  return { importMs, processMs: performance.now() - start };
}
