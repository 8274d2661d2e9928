import { Decisions, type Strike } from "./decisions.ts";
import type { Point } from "./points.ts";
import type { Rule } from "./rule.ts";
import type { StrikeReport, Subject } from "./strike-report.ts";

/** Strikes of one process: decides them and reports each. */
export class Faults {
  readonly #decisions: Decisions;
  readonly #report: (strike: StrikeReport) => void;

  constructor(seed: number, report: (strike: StrikeReport) => void) {
    this.#decisions = new Decisions(seed);
    this.#report = report;
  }

  setRules(rules: readonly Rule[]): void {
    this.#decisions.setRules(rules);
  }

  /** To be asked at each occurrence of a point; whom it meets is asked for only when it strikes. */
  strike(point: Point, subject: () => Subject): Strike | undefined {
    const strike = this.#decisions.decide(point);
    if (strike !== undefined) this.#report(reportOf(strike, subject()));
    return strike;
  }
}

function reportOf(
  { rule, occurrence }: Strike,
  { sandbox, eventIds = [], correlationIds = [] }: Subject,
): StrikeReport {
  return {
    time: new Date().toISOString(),
    point: rule.point,
    action: rule.action,
    rule: rule.text,
    occurrence,
    ...(sandbox !== undefined && { sandbox }),
    eventIds: [...new Set(eventIds)],
    correlationIds: [...new Set(correlationIds)],
  };
}
