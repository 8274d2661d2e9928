import { OptionFault } from "../../../local/command-line.ts";
import { StartFailure } from "../../../local/start-failure.ts";
import { Screen } from "../report/screen.ts";
import { stopSignals } from "../stop-signals.ts";
import { help, readOptions } from "./options.ts";

process.exit(await main());

/** @returns The exit code. */
async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === undefined) {
      process.stdout.write(help);
      return 0;
    }
    // Loaded late, so that help and refusals come at once.
    const { runOutage } = await import("./run.ts");
    const screen = new Screen((text) => void process.stdout.write(text), process.stdout.isTTY === true);
    return await runOutage(options, screen, stopSignals(screen));
  } catch (error) {
    if (error instanceof OptionFault) {
      process.stderr.write(`${error.message}\nnpm run outage -- --help lists the options.\n`);
      return 2;
    }
    if (!(error instanceof StartFailure)) throw error;
    process.stderr.write(`Fluxa did not start.\n${error.message}\n`);
    return 1;
  }
}
