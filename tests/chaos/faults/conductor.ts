import type { FaultControl } from "../../../local/faults/control.ts";
import type { FaultRun, Struck } from "./fault-run.ts";
import { allKinds, nameOf } from "./kinds.ts";
import type { Slot } from "./plan.ts";

/** Rules of one point share the whole probability. */
const mostProbability = 0.95;

/** Switches the rules on and off as the plan has it, and keeps on what has not struck yet. */
export class Conductor implements FaultRun {
  readonly #control: FaultControl;
  readonly #plan: readonly Slot[];
  #active = "";
  #on = 0;
  /** How often each kind had struck when a slot of it began. */
  readonly #before = new Map<Slot, number>();

  constructor(control: FaultControl, plan: readonly Slot[]) {
    this.#control = control;
    this.#plan = plan;
  }

  async follow(progress: number): Promise<void> {
    const struck = await this.#struck();
    const due = this.#plan.filter((slot) => this.#isDue(slot, progress, struck));
    // Two slots of a kind, of which the first has not struck yet, are one.
    const slots = [...new Map(due.map((slot) => [slot.kind, slot])).values()];
    const active = slots.map(({ kind }) => kind).join();
    if (active === this.#active) return;
    this.#active = active;
    this.#on = slots.length;
    await this.#control.set(rulesOf(slots));
  }

  async end(): Promise<void> {
    this.#on = 0;
    this.#active = "";
    await this.#control.set([]);
  }

  async struck(kind: string): Promise<number> {
    return (await this.#struck()).get(kind) ?? 0;
  }

  async counts(): Promise<readonly Struck[]> {
    const struck = await this.#struck();
    return allKinds().map((kind) => ({ kind: nameOf(kind), times: struck.get(nameOf(kind)) ?? 0 }));
  }

  async describe(): Promise<string> {
    const counts = await this.counts();
    const kinds = counts.filter(({ times }) => times > 0).length;
    const strikes = counts.reduce((sum, { times }) => sum + times, 0);
    return `${this.#on} faults on, ${strikes} strikes of ${kinds}/${counts.length} kinds`;
  }

  #isDue(slot: Slot, progress: number, struck: ReadonlyMap<string, number>): boolean {
    if (progress < slot.from) return false;
    const now = struck.get(slot.kind) ?? 0;
    const before = this.#before.get(slot) ?? now;
    this.#before.set(slot, before);
    const strikes = now - before;
    return strikes < slot.most && (progress < slot.to || strikes === 0);
  }

  /** By kind, whatever the rest of the rule's text was. */
  async #struck(): Promise<ReadonlyMap<string, number>> {
    const struck = new Map<string, number>();
    for (const [text, times] of Object.entries(await this.#control.counts())) {
      const kind = /^[^:@x]*?=[a-z-]+/.exec(text)?.[0] ?? text;
      struck.set(kind, (struck.get(kind) ?? 0) + times);
    }
    return struck;
  }
}

export function rulesOf(slots: readonly Slot[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const { point, probability } of slots) sums.set(point, (sums.get(point) ?? 0) + probability);
  return slots.map(({ kind, point, ms, probability, most }) => {
    const share = Math.min(1, mostProbability / (sums.get(point) ?? 1));
    const number = ms === undefined ? "" : `:${ms}`;
    return `${kind}${number}@${(probability * share).toFixed(4)}x${most}`;
  });
}
