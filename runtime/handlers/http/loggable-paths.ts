import { knownName } from "../../contract/known-names.ts";
import type { Problem } from "../../core/problem.ts";

/** Where a problem's faults are, for the log: what a producer may have named is a `*`. */
export function loggablePaths({ faults }: Problem): readonly string[] {
  return faults.map(({ path }) => loggablePath(path));
}

function loggablePath(path: string): string {
  const header = /^header (.*)$/s.exec(path)?.[1];
  if (header === undefined) return path.split("/").map(loggableName).join("/");
  if (header === "idempotency-key") return path;
  const attribute = knownName(header.replace(/^ce-/, ""));
  return attribute === "*" ? "header *" : `header ce-${attribute}`;
}

function loggableName(name: string): string {
  return name === "" ? name : knownName(name);
}
