import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { until } from "../until.ts";
import { afterAll } from "./cleanup.ts";
import { launch, type Program } from "./program.ts";

const Addresses = v.object({
  apiUrl: v.string(),
  awsEndpoint: v.string(),
  topicArn: v.string(),
  databaseUrl: v.string(),
});

/** Where the parts of a running local mode are. */
export type Addresses = v.InferOutput<typeof Addresses>;

/** A running local mode and where its parts are. */
export interface Instance extends Addresses {
  readonly program: Program;
  readonly dataDir: string;
  /** Asks it to stop and waits; the exit code. */
  readonly stop: () => Promise<number | null>;
}

interface Start {
  readonly dataDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Through npm, as a user starts it. */
  readonly npm?: boolean;
  readonly reset?: boolean;
}

/** Starts the local mode on free ports, resolves when it is ready, and stops it after the tests of this file. */
export async function startInstance({
  dataDir,
  env = {},
  npm = false,
  reset = false,
}: Start): Promise<Instance> {
  const options = ["--port", "0", "--data-dir", dataDir, ...(reset ? ["--reset"] : [])];
  const program = npm
    ? launch("npm", ["start", "--", ...options], env)
    : launch(process.execPath, ["local/main.ts", ...options], env);
  const stop = () => stopProgram(program);
  afterAll(stop);
  await until("Fluxa to be ready", () => {
    if (program.hasEnded()) throw new Error(program.output());
    return program.output().includes("Ctrl-C finishes") ? true : undefined;
  });
  const addresses = v.parse(Addresses, JSON.parse(await readFile(join(dataDir, "instance.json"), "utf8")));
  return { ...addresses, program, dataDir, stop };
}

async function stopProgram(program: Program): Promise<number | null> {
  if (!program.hasEnded()) program.kill("SIGTERM", "process");
  const timer = setTimeout(() => program.kill("SIGKILL", "group"), 30_000);
  const { code } = await program.ended;
  clearTimeout(timer);
  return code;
}
