import type { Figure } from "../measure.ts";
import type { Result } from "./result.ts";

/** A figure of any measure; undefined when it was not measured. */
export function findFigure(results: readonly Result[], key: string): Figure | undefined {
  return results.flatMap(({ findings }) => findings.figures).find((figure) => figure.key === key);
}
