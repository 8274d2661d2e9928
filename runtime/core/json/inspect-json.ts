/** What a parsed value tells of the text it came from. */
export interface JsonInspection {
  /** Members of all objects; fewer than the text has when a key was repeated. */
  members: number;
  /** A number beyond the largest double. */
  infinite: boolean;
  /** A number beyond the safe integers, so that an integer may have been rounded. */
  large: boolean;
  /** A zero, which may have been a smaller number than a double can hold. */
  zero: boolean;
  /** A text with NUL or half a surrogate pair; looked for only when asked to. */
  unfaithfulText: boolean;
}

/** Looks at every value once; recursive, so the caller bounds the depth first. */
export function inspectJson(value: unknown, withTexts: boolean): JsonInspection {
  const inspection = { members: 0, infinite: false, large: false, zero: false, unfaithfulText: false };
  inspect(value, withTexts, inspection);
  return inspection;
}

function inspect(value: unknown, withTexts: boolean, into: JsonInspection): void {
  if (typeof value === "string") {
    if (withTexts) inspectText(value, into);
  } else if (typeof value === "number") {
    inspectNumber(value, into);
  } else if (Array.isArray(value)) {
    for (const item of value) inspect(item, withTexts, into);
  } else if (isObject(value)) {
    // Nothing is inherited that is enumerable, and for-in takes half the time of Object.keys.
    for (const key in value) {
      into.members++;
      if (withTexts) inspectText(key, into);
      inspect(value[key], withTexts, into);
    }
  }
}

function inspectNumber(value: number, into: JsonInspection): void {
  if (value === 0) into.zero = true;
  else if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    into.large = true;
    if (!Number.isFinite(value)) into.infinite = true;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function inspectText(text: string, into: JsonInspection): void {
  if (!text.isWellFormed() || text.includes("\0")) into.unfaithfulText = true;
}
