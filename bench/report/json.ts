import type { Figure } from "../measure.ts";
import { held } from "./judge.ts";
import type { Result } from "./result.ts";

interface Failed {
  readonly name: string;
  readonly reason: string;
}

/** A figure's value, or what lies below a part of its key. */
interface Nested {
  [part: string]: number | Nested;
}

/** The object of `--json`: values nested by their keys, and beside them all that is known of each. */
export function jsonReport(results: readonly Result[], failed: readonly Failed[], quick: boolean): object {
  const figures = results.flatMap(({ findings }) => findings.figures);
  const [first] = results;
  return {
    ...nest(figures),
    figures: Object.fromEntries(figures.map((figure) => [figure.key, described(figure)])),
    failed: Object.fromEntries(failed.map(({ name, reason }) => [name, reason])),
    machine: first?.machine,
    date: first?.date,
    commit: first?.commit,
    quick,
  };
}

function described(figure: Figure): object {
  const { value, unit, spread, target } = figure;
  return { value, ...spread, unit, ...(target !== undefined && { target, held: held(figure) }) };
}

/**
 * `a.b.c` becomes `{a: {b: {c: value}}}`.
 * @throws Error when a key is there twice, or is the beginning of another.
 */
export function nest(figures: readonly Pick<Figure, "key" | "value">[]): Nested {
  const root: Nested = {};
  for (const { key, value } of figures) {
    const parts = key.split(".");
    const last = parts.pop() ?? key;
    const place = parts.reduce((inside, part) => below(inside, part, key), root);
    if (last in place) throw new Error(`The figure ${key} is there twice, or other keys go on from it.`);
    place[last] = value;
  }
  return root;
}

function below(inside: Nested, part: string, key: string): Nested {
  inside[part] ??= {};
  const next = inside[part];
  if (typeof next === "object") return next;
  throw new Error(`The figure ${key} goes on from a key that has a value itself.`);
}
