/** A record beside its size as JSON. */
interface Sized<T> {
  readonly item: T;
  readonly bytes: number;
}

/** Lambda's overhead of `{"Records":[]}`, and of the comma behind each record. */
const envelopeBytes = 14;
const commaBytes = 1;

/**
 * Cuts a received batch so that each invocation's event stays within Lambda's payload limit; order
 * is kept, and an item that is too large alone still goes, alone.
 */
export function splitByBytes<T>(items: readonly Sized<T>[], limit: number): readonly (readonly T[])[] {
  const batches: T[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const { item, bytes } of items) {
    if (used + bytes + commaBytes > limit) {
      batches.push([]);
      used = envelopeBytes;
    }
    batches.at(-1)?.push(item);
    used += bytes + commaBytes;
  }
  return batches;
}
