import { createHash } from "node:crypto";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Point } from "./points.ts";
import type { Rule } from "./rule.ts";

/** One occurrence at a point that a rule strikes. */
export interface Strike {
  readonly rule: Rule;
  /** The how many-eth occurrence at its point, from 1. */
  readonly occurrence: number;
  /** From 0 to below 1: what else chance decides of this strike. */
  random(): number;
}

/** Decides what strikes when: the same seed, point and occurrence always come to the same decision. */
export class Decisions {
  readonly #seed: number;
  #rules: readonly Rule[] = [];
  readonly #occurrences = new Map<Point, number>();
  readonly #struck = new Map<Rule, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Occurrences are counted on, whatever the rules are. */
  setRules(rules: readonly Rule[]): void {
    this.#rules = rules;
    this.#struck.clear();
  }

  /** To be asked at each occurrence. */
  decide(point: Point): Strike | undefined {
    const occurrence = (this.#occurrences.get(point) ?? 0) + 1;
    this.#occurrences.set(point, occurrence);
    const rules = this.#rules.filter((rule) => rule.point === point);
    if (rules.length === 0) return undefined;
    const random = chance(`${this.#seed} ${point} ${occurrence}`);
    const rule = pick(rules, random());
    if (rule === undefined || !this.#count(rule)) return undefined;
    return { rule, occurrence, random };
  }

  #count(rule: Rule): boolean {
    const struck = this.#struck.get(rule) ?? 0;
    if (struck >= rule.times) return false;
    this.#struck.set(rule, struck + 1);
    return true;
  }
}

/** The rules of a point divide the numbers from 0 to 1 among themselves. */
function pick(rules: readonly Rule[], number: number): Rule | undefined {
  let from = 0;
  for (const rule of rules) {
    if (number >= from && number < from + rule.probability) return rule;
    from += rule.probability;
  }
  return undefined;
}

function chance(what: string): () => number {
  const seed = createHash("sha256").update(what).digest().readInt32LE();
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}
