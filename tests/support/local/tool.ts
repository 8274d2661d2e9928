import { launch, type Program } from "./program.ts";

/** An operator's command of the terminal on one instance. */
export function tool(script: string, { dataDir }: { readonly dataDir: string }) {
  const start = (words: readonly string[]): Program =>
    launch(process.execPath, [script, ...words, "--data-dir", dataDir], {});
  return {
    start,
    /** Runs to its end. */
    run: async (words: readonly string[]) => {
      const program = start(words);
      const { code } = await program.ended;
      const output = program.output();
      return { code, output, answer: jsonOf(output) };
    },
  };
}

/** The answer behind the lines that say how far it is. */
export function jsonOf(output: string): unknown {
  const start = output.search(/^[{[]$/m);
  return start === -1 ? undefined : JSON.parse(output.slice(start));
}
