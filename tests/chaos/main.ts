import { randomInt } from "node:crypto";
import { OptionFault } from "../../local/command-line.ts";
import { StartFailure } from "../../local/start-failure.ts";
import { help, readOptions } from "./options.ts";
import { Screen } from "./report/screen.ts";
import { stopSignals } from "./stop-signals.ts";

process.exit(await main());

/** @returns The exit code. */
async function main(): Promise<number> {
  try {
    const command = readOptions(process.argv.slice(2), () => randomInt(2 ** 31));
    if (command.help) {
      process.stdout.write(help);
      return 0;
    }
    // Loaded late, so that help and refusals come at once.
    const { runChaos } = await import("./run.ts");
    const screen = new Screen((text) => void process.stdout.write(text), process.stdout.isTTY === true);
    return await runChaos(command.options, screen, stopSignals(screen));
  } catch (error) {
    if (error instanceof OptionFault) {
      process.stderr.write(`${error.message}\nnpm run chaos -- --help lists the options.\n`);
      return 2;
    }
    if (!(error instanceof StartFailure)) throw error;
    process.stderr.write(`Fluxa did not start.\n${error.message}\n`);
    return 1;
  }
}
