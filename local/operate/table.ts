/** Rows in columns; what a cell lacks is a dash, and what a terminal must not get is a question mark. */
export function table(head: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const cells = [head, ...rows.map((row) => row.map((cell) => clean(cell ?? "-")))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

/** Letters of a dead-letter queue may hold anything. */
function clean(text: string): string {
  return text.replaceAll(/\p{C}/gu, "?");
}
