import type { Figure } from "../measure.ts";
import { amountOf, spreadOf, targetOf } from "./format.ts";
import { held } from "./judge.ts";

const headings = ["figure", "key", "value", "spread", "target", ""] as const;

/** Figures as columns of text for a terminal. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = [headings, ...figures.map(cells)];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd())
    .join("\n");
}

/** The cells of a figure's row, in a terminal as on the page. */
export function cells(figure: Figure): readonly string[] {
  return [figure.about, figure.key, amountOf(figure), spreadOf(figure), targetOf(figure), verdict(figure)];
}

function verdict(figure: Figure): string {
  const reached = held(figure);
  if (reached === undefined) return "";
  return reached ? "held" : "missed";
}
