/** A table; the first column is of words and the others as `alignments` say. */
export function markdownTable(
  headings: readonly string[],
  alignments: readonly ("left" | "right")[],
  rows: readonly (readonly string[])[],
): string {
  const rule = alignments.map((side) => (side === "right" ? "--:" : "---"));
  return [row(headings), `|${rule.join("|")}|`, ...rows.map(row)].join("\n");
}

function row(values: readonly string[]): string {
  return `| ${values.map((value) => value.replaceAll("|", "\\|")).join(" | ")} |`;
}
