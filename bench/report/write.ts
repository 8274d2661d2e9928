import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import { chartSvg } from "./charts.ts";
import { markdownPage } from "./markdown.ts";
import { Result } from "./result.ts";
import { seedSection } from "./seed-section.ts";
import { sizingPage } from "./sizing/page.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const introduction = new URL("introduction.md", import.meta.url);

/**
 * Keeps each result in a file of its own and composes the pages from all that are kept, so that one
 * measure can be taken anew.
 * @param order is of the measures on the page; what is kept of others is left out.
 * @param folder is another one in tests.
 * @returns The folder of the pages, from the project's own.
 */
export async function writeResults(
  results: readonly Result[],
  order: readonly string[],
  folder: string = join(project, "docs", "benchmarks"),
): Promise<string> {
  const kept = join(folder, "results");
  await mkdir(kept, { recursive: true });
  for (const result of results) {
    await writeFile(
      join(kept, `${result.name}.json`),
      `${JSON.stringify(v.parse(Result, result), null, 2)}\n`,
    );
  }
  const all = await readResults(kept, order);
  for (const { findings } of all) {
    for (const chart of findings.charts) {
      await writeFile(join(folder, `${chart.name}.svg`), await chartSvg(chart, findings.figures));
    }
  }
  const top = `${(await readFile(introduction, "utf8")).trim()}\n\n${seedSection(all)}`;
  await writeFile(join(folder, "README.md"), markdownPage(top, all));
  await writeFile(join(folder, "sizing.md"), sizingPage(all));
  return relative(project, folder);
}

/** What was measured at any time, in the order of the page. */
async function readResults(folder: string, order: readonly string[]): Promise<readonly Result[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json"));
  const results = await Promise.all(
    files.map(async (file) => v.parse(Result, JSON.parse(await readFile(join(folder, file), "utf8")))),
  );
  const place = ({ name }: Result) => order.indexOf(name);
  return results.filter((result) => place(result) >= 0).sort((a, b) => place(a) - place(b));
}
