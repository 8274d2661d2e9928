import { OptionFault } from "../local/command-line.ts";
import { stopRequested } from "../local/signals.ts";
import { StartFailure } from "../local/start-failure.ts";
import { measures } from "./measures.ts";
import { help, readOptions } from "./options.ts";
import { Screen } from "./report/screen.ts";
import { runBenchmarks } from "./run.ts";

const interrupted = 130;

process.exit(await main());

/** @returns The exit code. */
async function main(): Promise<number> {
  try {
    const command = readOptions(process.argv.slice(2), measures);
    if (command.help) {
      process.stdout.write(help(measures));
      return 0;
    }
    const { options } = command;
    const chosen = measures.filter(({ name }) => options.names.includes(name));
    // What a program reads stands alone on its stream.
    const screen = new Screen(options.json ? process.stderr : process.stdout);
    const order = measures.map(({ name }) => name);
    return await runBenchmarks(chosen, options, { screen, signal: stopSignal(screen), order, print });
  } catch (error) {
    if (error instanceof OptionFault) {
      process.stderr.write(`${error.message}\nnpm run bench -- --help lists the options.\n`);
      return 2;
    }
    if (!(error instanceof StartFailure)) throw error;
    process.stderr.write(`The benchmarks did not start.\n${error.message}\n`);
    return 1;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Ctrl-C stops the measure and all that it started; a second one does not wait for that. */
function stopSignal(screen: Screen): AbortSignal {
  const controller = new AbortController();
  void stopRequested(() => process.exit(interrupted)).then(() => {
    screen.say("Stopping what the measure has started.");
    controller.abort();
  });
  return controller.signal;
}
