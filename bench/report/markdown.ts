import { markdownTable } from "./markdown-table.ts";
import type { Result } from "./result.ts";
import { cells } from "./table.ts";

/** The page: what stands above the measures, then a section for each. */
export function markdownPage(introduction: string, results: readonly Result[]): string {
  return `${[introduction.trim(), ...results.map(section)].join("\n\n")}\n`;
}

function section(result: Result): string {
  const { name, about, findings } = result;
  const heading = `## ${name}\n${sentence(about)}`;
  const parts = [heading, table(result), charts(result), list(findings.notes), provenance(result)];
  return parts.filter((part) => part !== "").join("\n\n");
}

function table({ findings }: Result): string {
  const rows = findings.figures.map((figure) => {
    const [about = "", key = "", ...others] = cells(figure);
    return [about, `\`${key}\``, ...others];
  });
  const headings = ["figure", "key", "value", "low – high", "target", ""];
  return markdownTable(headings, ["left", "left", "right", "left", "left", "left"], rows);
}

function charts({ findings }: Result): string {
  return findings.charts.map(({ name, title }) => `![${title}](${name}.svg)`).join("\n\n");
}

function list(notes: readonly string[]): string {
  return notes.map((note) => `- ${note}`).join("\n");
}

function provenance({ name, date, commit, machine, quick, seconds }: Result): string {
  const { cpu, cores, memoryGiB, system, node, loadBefore } = machine;
  const command = `npm run bench -- --only ${name}${quick ? " --quick" : ""}`;
  const when = `Measured ${date.slice(0, 10)} at commit ${commit} in ${seconds} s (\`${command}\` repeats it)`;
  const where = `on ${cores} cores of ${cpu}, ${memoryGiB} GiB, ${system}, Node.js ${node}, load ${loadBefore} before`;
  const caution = quick ? " A quick run: these figures show that it works, no more." : "";
  return `${when} ${where}.${caution}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
