import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { operate } from "../../runtime/operations/operate.ts";
import { Refused } from "../../runtime/operations/refused.ts";
import { OptionFault } from "../command-line.ts";
import { type Instance, readInstance } from "../data-directory/instance-file.ts";
import { dataPaths } from "../data-directory/paths.ts";
import { isAlive } from "../postgres/process-table.ts";
import { stopRequested } from "../signals.ts";
import { openPorts } from "./open-ports.ts";
import { showProgress } from "./show-progress.ts";
import type { Asked, Tool } from "./tool.ts";

/** Does what a command line asks for. @returns The exit code. */
export async function runTool(tool: Tool, words: readonly string[]): Promise<number> {
  process.stdout.on("error", () => process.exit(0));
  try {
    const asked = tool.read(words);
    if (asked === undefined) {
      process.stdout.write(tool.usage);
      return 0;
    }
    return await carryOut(tool, asked);
  } catch (error) {
    if (error instanceof OptionFault)
      return complain(`${error.message}\n\nHelp: npm run ${tool.name} -- --help\n`, 2);
    if (error instanceof Refused) return complain(`${error.message}\n`, 1);
    const reason = error instanceof Error ? error.message : String(error);
    return complain(
      `It did not work: ${reason}\nNothing is lost: try again, or see what there is with npm run ${tool.name}.\n`,
      1,
    );
  }
}

async function carryOut(tool: Tool, { command, json, dataDir }: Asked): Promise<number> {
  const paths = dataPaths(resolve(dataDir ?? process.env["FLUXA_DATA_DIR"] ?? ownFolder()));
  await using opened = await openPorts(await runningInstance(paths), join(paths.logs, "operate.log"));
  const progress = showProgress(process.stderr);
  const answer = await operate(command, opened.ports, randomUUID(), {
    signal: stopSignal(),
    onProgress: (now) => progress.show(now),
  }).finally(() => progress.end());
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : tool.printed(command, answer));
  return tool.exitCodeOf(command, answer);
}

function ownFolder(): string {
  return fileURLToPath(new URL("../../.fluxa", import.meta.url));
}

/** @throws Refused when there is none. */
async function runningInstance({ instance: path, root }: ReturnType<typeof dataPaths>): Promise<Instance> {
  const instance = await readInstance(path);
  if (instance !== undefined && isAlive(instance.pid)) return instance;
  throw new Refused(
    `Fluxa does not run with the data directory ${root}.\nStart it with npm start, or name the directory of the one that runs with --data-dir.`,
  );
}

/** Aborted by the first Ctrl-C; a second one ends at once, which a resume copes with, too. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  void stopRequested(() => process.exit(130)).then(() => {
    process.stderr.write("\nStopping after this batch …\n");
    controller.abort();
  });
  return controller.signal;
}

function complain(text: string, code: number): number {
  process.stderr.write(text);
  return code;
}
