import type { Import } from "./import-graph.ts";
import { type Rule, reserved, roots, rules } from "./rules.ts";

/** Every import that the rules do not allow, as a line that says why. */
export function forbiddenImports(imports: readonly Import[]): readonly string[] {
  return imports.flatMap((edge) => {
    const reason = isFile(edge.to) ? fileFault(edge) : packageFault(edge);
    return reason === undefined ? [] : [`${edge.from} imports ${edge.to}: ${reason}`];
  });
}

/** Packages have no extension, but for the few whose names end like a file's. */
function isFile(target: string): boolean {
  return /\.(?:ts|mjs|json)$/.test(target);
}

function fileFault({ from, to }: Import): string | undefined {
  const rule = ruleOf(from);
  if (rule === undefined) return "there is no rule for this folder";
  const entered = startsWithAny(to, roots) && !from.startsWith("tests/") && !sharesFolder(rule, to);
  if (entered) return "nothing imports an entry point";
  if (rule.to === "anything" || sharesFolder(rule, to) || startsWithAny(to, rule.to)) return undefined;
  return `${rule.from} may import ${rule.to.join(", ") || "nothing else"}`;
}

function sharesFolder({ from }: Rule, to: string): boolean {
  return from.endsWith("/") && to.startsWith(from);
}

function packageFault({ from, to }: Import): string | undefined {
  const rule = ruleOf(from);
  if (rule?.packages !== undefined && !rule.packages.includes(to)) {
    return `${rule.from} may use ${rule.packages.join(", ") || "no packages"}`;
  }
  for (const [name, users] of Object.entries(reserved)) {
    if (startsWithAny(to, [name]) && !startsWithAny(from, users)) return `${name} is for ${users.join(", ")}`;
  }
  return undefined;
}

function ruleOf(file: string): Rule | undefined {
  return rules.find(({ from }) => startsWithAny(file, [from]));
}

function startsWithAny(path: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => (prefix.endsWith("/") ? path.startsWith(prefix) : path === prefix));
}

/** Circles of files that import each other, each as the way around. */
export function cyclesOf(imports: readonly Import[]): readonly string[] {
  const targets = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file);
    if (start !== -1) cycles.push([...way.slice(start), file].join(" -> "));
    if (start !== -1 || done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) visit(to, [...way, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return cycles;
}

/** All files and packages that a file needs, directly or through others. */
export function reachedFrom(files: readonly string[], imports: readonly Import[]): ReadonlySet<string> {
  const targets = Map.groupBy(imports, ({ from }) => from);
  const reached = new Set(files);
  // A set hands out what is added while it is walked.
  for (const file of reached) for (const { to } of targets.get(file) ?? []) reached.add(to);
  return reached;
}
