import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/** Chance that a seed repeats. */
export class Random {
  readonly #generator: RandomGenerator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** Both ends included. */
  int(least: number, most: number): number {
    return uniformInt(this.#generator, least, most);
  }

  /** In [0, 1). */
  fraction(): number {
    return uniformFloat64(this.#generator);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(first: T, ...others: readonly T[]): T {
    return others[this.int(0, others.length) - 1] ?? first;
  }

  shuffle<T>(things: readonly T[]): readonly T[] {
    return things
      .map((thing) => ({ thing, place: this.fraction() }))
      .sort((a, b) => a.place - b.place)
      .map(({ thing }) => thing);
  }
}
