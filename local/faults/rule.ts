import { type Action, actions } from "./actions.ts";
import { actionsOf, isPoint, type Point, points } from "./points.ts";

/** When which fault strikes: `<point>=<action>[:<milliseconds>][@<probability>][x<times>]`. */
export interface Rule {
  /** As it was written; counts and the log of strikes name it so. */
  readonly text: string;
  readonly point: Point;
  readonly action: Action;
  /** Milliseconds; 0 for an action that takes no number. */
  readonly ms: number;
  /** Of each occurrence, above 0 and at most 1. */
  readonly probability: number;
  /** It strikes no more often than this. */
  readonly times: number;
}

/** A rule that cannot be understood, in words for whoever wrote it. */
export class RuleFault extends Error {
  override readonly name = "RuleFault";
}

const shape =
  /^(?<point>[a-z0-9.-]+)=(?<action>[a-z-]+)(?::(?<ms>-?\d{1,12}))?(?:@(?<probability>\d*\.?\d+))?(?:x(?<times>\d{1,9}))?$/;
const form = "<point>=<action>[:<milliseconds>][@<probability>][x<times>], such as sqs.send=refuse@0.05";

/** @throws RuleFault naming what is wrong and what would be right. */
export function parseRules(texts: readonly string[]): readonly Rule[] {
  const rules = texts.map(parseRule);
  const repeated = texts.find((text, index) => texts.indexOf(text) < index);
  if (repeated !== undefined) throw new RuleFault(`The fault "${repeated}" is given twice; once is enough.`);
  for (const point of new Set(rules.map((rule) => rule.point))) checkSum(point, rules);
  return rules;
}

function parseRule(text: string): Rule {
  const { point, action, ms, probability, times } = shape.exec(text)?.groups ?? {};
  if (point === undefined || action === undefined) {
    throw new RuleFault(`The fault "${text}" cannot be read. Write it as ${form}.`);
  }
  if (!isPoint(point)) {
    throw new RuleFault(
      `There is no point "${point}" where faults strike. Choose one of: ${list(Object.keys(points))}.`,
    );
  }
  const known = actionsOf(point).find((name) => name === action);
  if (known === undefined) {
    throw new RuleFault(`"${action}" cannot happen at ${point}. Choose one of: ${list(actionsOf(point))}.`);
  }
  return {
    text,
    point,
    action: known,
    ms: millisecondsOf(text, known, ms),
    probability: probabilityOf(text, probability),
    times: timesOf(text, times),
  };
}

function millisecondsOf(text: string, action: Action, ms: string | undefined): number {
  const { defaultMs } = { defaultMs: undefined, ...actions[action] };
  if (defaultMs === undefined && ms !== undefined) {
    throw new RuleFault(`In the fault "${text}", ${action} takes no number. Leave ":${ms}" away.`);
  }
  const value = ms === undefined ? (defaultMs ?? 0) : Number(ms);
  // Only a clock can go backwards.
  if (value < 0 && action !== "jump") {
    throw new RuleFault(`In the fault "${text}", the milliseconds must not be negative.`);
  }
  return value;
}

function probabilityOf(text: string, probability = "1"): number {
  const value = Number(probability);
  if (value > 0 && value <= 1) return value;
  throw new RuleFault(
    `In the fault "${text}", the probability must be above 0 and at most 1, not ${probability}.`,
  );
}

function timesOf(text: string, times: string | undefined): number {
  if (times === undefined) return Number.POSITIVE_INFINITY;
  if (Number(times) > 0) return Number(times);
  throw new RuleFault(
    `The fault "${text}" would never strike. Leave "x${times}" away, or give it at least x1.`,
  );
}

/** One occurrence is struck once at most, so the rules of a point share its whole probability. */
function checkSum(point: Point, rules: readonly Rule[]): void {
  const own = rules.filter((rule) => rule.point === point);
  const sum = own.reduce((total, { probability }) => total + probability, 0);
  if (sum <= 1 + Number.EPSILON * own.length) return;
  throw new RuleFault(
    `The faults at ${point} have probabilities that come to ${Number(sum.toFixed(6))}, more than 1: ${list(own.map(({ text }) => text))}. Give each a smaller one behind @.`,
  );
}

function list(words: readonly string[]): string {
  return words.join(", ");
}
