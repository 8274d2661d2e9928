import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

export const projectFolder = fileURLToPath(new URL("../../../", import.meta.url));

const program = process.env["FLUXA_PULUMI_ENGINE"] ?? "";

/** Why the tests of this suite cannot run, or false when they can. */
export const engineMissing: string | false = isExecutable(program)
  ? false
  : "no Pulumi engine with stub providers is here (FLUXA_PULUMI_ENGINE names one), so nothing was brought up";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  /** Both streams, for messages and assertions. */
  readonly output: string;
}

type Action = "up" | "preview" | "destroy" | "outputs" | "export";

/** A stack of a program, with a state of its own that goes when it is disposed of. */
export class EngineStack implements AsyncDisposable {
  readonly #folder: string;
  readonly #stack: string;
  readonly #state: string;
  #failing = "";

  private constructor(folder: string, stack: string, state: string) {
    this.#folder = folder;
    this.#stack = stack;
    this.#state = state;
  }

  static async open(stack: string, folder = projectFolder): Promise<EngineStack> {
    return new EngineStack(folder, stack, await mkdtemp(join(tmpdir(), "fluxa-engine-")));
  }

  /** Lets creations, updates and deletions of the resources whose `type::name` matches fail from now on. */
  fail(matching: RegExp | undefined): void {
    this.#failing = matching?.source ?? "";
  }

  /** Runs the engine, whatever its exit code is. */
  async try(action: Action, ...flags: readonly string[]): Promise<Outcome> {
    const child = spawn(program, [this.#folder, this.#stack, action, ...flags], {
      env: {
        ...process.env,
        PULUMI_ENGINE_STATE: this.#state,
        PULUMI_ENGINE_NODE: process.execPath,
        ...(this.#failing !== "" && { STUB_FAIL: this.#failing }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const exited = new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 1));
    });
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
    return { code, stdout, output: `${stdout}${stderr}` };
  }

  /** @throws Error with all that the engine printed when it fails. */
  async run(action: Action, ...flags: readonly string[]): Promise<string> {
    const { code, stdout, output } = await this.try(action, ...flags);
    if (code !== 0) throw new Error(`${action} of ${this.#stack} failed with ${code}:\n${output}`);
    return stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#state, { recursive: true, force: true });
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
