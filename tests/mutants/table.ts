import type { Mutant } from "./mutant.ts";

const survived = "SURVIVED";

/** The head of a table whose rows are printed as they come. */
export function header(mutants: readonly Mutant[]): string {
  const widths = widthsFor(mutants);
  return [line(["mutant", "killed by", "seconds"], widths), line(["", "", ""], widths, "-")].join("\n");
}

export function row(mutant: Mutant, killed: boolean, seconds: number, mutants: readonly Mutant[]): string {
  return line([mutant.name, killed ? mutant.testName : survived, seconds.toFixed(1)], widthsFor(mutants));
}

function widthsFor(mutants: readonly Mutant[]): readonly number[] {
  return [
    Math.max(...mutants.map(({ name }) => name.length), "mutant".length),
    Math.max(...mutants.map(({ testName }) => testName.length), "killed by".length),
    "seconds".length,
  ];
}

function line(cells: readonly string[], widths: readonly number[], fill = " "): string {
  return `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
}
