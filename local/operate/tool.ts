import type { Command } from "../../runtime/operations/commands.ts";

/** What the command line asks for. */
export interface Asked {
  readonly command: Command;
  readonly json: boolean;
  readonly dataDir: string | undefined;
}

/** A command of the terminal that operates the instance on this machine. */
export interface Tool {
  /** Of the npm script. */
  readonly name: string;
  readonly usage: string;
  /**
   * Reads the command line.
   * @returns undefined when help is asked for.
   * @throws OptionFault with what is wrong.
   */
  readonly read: (words: readonly string[]) => Asked | undefined;
  /** The answer for a person. */
  readonly printed: (command: Command, answer: unknown) => string;
  /** What a script wants to know. */
  readonly exitCodeOf: (command: Command, answer: unknown) => number;
}
