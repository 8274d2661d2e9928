import type { Figure } from "../measure.ts";

/** Whether a figure reached its target; undefined when it has none. */
export function held({ value, target }: Pick<Figure, "value" | "target">): boolean | undefined {
  if (target === undefined) return undefined;
  const { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY } = target;
  // Not-a-number reaches nothing.
  return value >= atLeast && value <= atMost;
}

/** The figures that did not reach their targets. */
export function missed(figures: readonly Figure[]): readonly Figure[] {
  return figures.filter((figure) => held(figure) === false);
}
