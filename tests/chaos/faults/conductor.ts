import type { FaultControl } from "../../../local/faults/control.ts";
import type { FaultRun, Struck } from "./fault-run.ts";
import { allKinds, nameOf } from "./kinds.ts";
import type { Turn } from "./plan.ts";

type Counts = ReadonlyMap<string, number>;

/** Switches the rules on and off as the plan has it: a turn is over once its fault has struck. */
export class Conductor implements FaultRun {
  readonly #control: FaultControl;
  readonly #points: readonly PointTurns[];
  #active: readonly Turn[] = [];
  #counts: Counts = new Map();

  constructor(control: FaultControl, plan: readonly Turn[]) {
    this.#control = control;
    this.#points = [...Map.groupBy(plan, ({ point }) => point).values()].map(
      (turns) => new PointTurns(turns),
    );
  }

  async follow(progress: number): Promise<void> {
    this.#counts = await this.#count();
    const active = this.#points.flatMap((point) => point.at(progress, this.#counts) ?? []);
    if (active.length === this.#active.length && active.every((turn) => this.#active.includes(turn))) return;
    this.#active = active;
    await this.#control.set(rulesOf(active));
  }

  get isComplete(): boolean {
    return this.#tally().every(({ times }) => times > 0);
  }

  async end(): Promise<void> {
    this.#active = [];
    await this.#control.set([]);
  }

  async counts(): Promise<readonly Struck[]> {
    this.#counts = await this.#count();
    return this.#tally();
  }

  describe(): string {
    const tally = this.#tally();
    const kinds = tally.filter(({ times }) => times > 0).length;
    const strikes = tally.reduce((sum, { times }) => sum + times, 0);
    return `${this.#active.length} faults on, ${strikes} strikes of ${kinds}/${tally.length} kinds`;
  }

  #tally(): readonly Struck[] {
    return allKinds().map((kind) => ({ kind: nameOf(kind), times: this.#counts.get(nameOf(kind)) ?? 0 }));
  }

  /** By kind, whatever the rest of the rule's text was. */
  async #count(): Promise<Counts> {
    const counts = new Map<string, number>();
    for (const [text, times] of Object.entries(await this.#control.counts())) {
      const kind = /^[^:@]*?=[a-z-]+(?=[:@]|$)/.exec(text)?.[0] ?? text;
      counts.set(kind, (counts.get(kind) ?? 0) + times);
    }
    return counts;
  }
}

/** The turns of one point, one after the other. */
class PointTurns {
  readonly #turns: readonly Turn[];
  #next = 0;
  /** How often its kind had struck when the present turn began; undefined before that. */
  #before: number | undefined;

  constructor(turns: readonly Turn[]) {
    this.#turns = turns;
  }

  at(progress: number, counts: Counts): Turn | undefined {
    const turn = this.#turns[this.#next];
    if (turn === undefined || progress < turn.from) return undefined;
    const now = counts.get(turn.kind) ?? 0;
    this.#before ??= now;
    if (now - this.#before < turn.strikes) return turn;
    this.#next += 1;
    this.#before = undefined;
    return this.at(progress, counts);
  }
}

export function rulesOf(turns: readonly Turn[]): readonly string[] {
  return turns.flatMap(({ kind, ms, probability, strikes, companion }) => {
    const number = ms === undefined ? "" : `:${ms}`;
    const rule = `${kind}${number}@${probability}x${strikes}`;
    return companion === undefined ? [rule] : [rule, companion];
  });
}
