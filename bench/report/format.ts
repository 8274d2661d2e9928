import type { Figure, Target, Unit } from "../measure.ts";

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** A number for a table: whole where it is large, three digits where it is small. */
function number(value: number): string {
  return Math.abs(value) >= 100 ? grouped.format(value) : precise.format(value);
}

export function amountOf({ value, unit }: Pick<Figure, "value" | "unit">): string {
  return withUnit(number(value), unit);
}

export function spreadOf({ spread }: Figure): string {
  return spread === undefined ? "" : `${number(spread.low)} – ${number(spread.high)}`;
}

/** A target in words; empty when there is none. */
export function targetOf({ target, unit }: Figure): string {
  return target === undefined ? "" : withUnit(bounds(target), unit);
}

function bounds({ atLeast, atMost }: Target): string {
  if (atLeast === undefined) return atMost === undefined ? "" : `≤ ${number(atMost)}`;
  if (atMost === undefined) return `≥ ${number(atLeast)}`;
  return atLeast === atMost ? `exactly ${number(atLeast)}` : `${number(atLeast)} to ${number(atMost)}`;
}

function withUnit(text: string, unit: Unit): string {
  if (text === "") return "";
  if (unit === "USD") return `${text} USD`;
  return unit === "times" ? `${text} ×` : `${text} ${unit}`;
}
