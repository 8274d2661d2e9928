import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { OptionFault } from "./command-line.ts";
import { help } from "./help.ts";
import { type Options, readOptions } from "./options.ts";
import { stopRequested } from "./signals.ts";
import type { Running } from "./start.ts";
import { StartFailure } from "./start-failure.ts";
import { Activity } from "./terminal/activity.ts";
import { banner } from "./terminal/banner.ts";
import { coloursFor } from "./terminal/colours.ts";

const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const colours = coloursFor(process.stdout.isTTY === true, process.env);
const write = (text: string) => void process.stdout.write(text);

// Who reads the output may go away; that is no reason to stop.
process.stdout.on("error", () => undefined);
process.exit(await main());

/** @returns The exit code. */
async function main(): Promise<number> {
  try {
    const command = readOptions(process.argv.slice(2), process.env, projectFolder);
    if (!command.help) return await run(command.options);
    write(help);
    return 0;
  } catch (error) {
    if (!(error instanceof OptionFault)) throw error;
    process.stderr.write(`${error.message}\nnpm start -- --help lists the options.\n`);
    return 2;
  }
}

async function run(options: Options): Promise<number> {
  const started = performance.now();
  const activity = new Activity(write, colours);
  let running: Running | undefined;
  const stop = stopRequested(() => running?.hasten());
  try {
    // Loaded late, so that help and refusals come at once.
    const { startLocal } = await import("./start.ts");
    running = await startLocal(options, activity);
  } catch (error) {
    return failed(error);
  }
  write(
    banner(
      {
        instance: running.instance,
        apiKey: options.apiKey,
        dataDir: options.dataDir,
        isDefaultDataDir: options.dataDir === resolve(projectFolder, ".fluxa"),
        faults: options.faults,
        seconds: (performance.now() - started) / 1000,
      },
      colours,
    ),
  );
  const reason = await Promise.race([stop, running.broken]);
  if (reason === undefined) write("\nStopping: finishing what is in flight ...\n");
  else
    process.stderr.write(`\n${reason}\nStopping; what was stored and queued is kept for the next start.\n`);
  await running.stop();
  activity.end();
  write("Stopped.\n");
  return reason === undefined ? 0 : 1;
}

function failed(error: unknown): number {
  const text =
    error instanceof StartFailure ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`Fluxa did not start.\n${text}\n`);
  return 1;
}
