interface Bounds {
  readonly count: number;
  readonly bytes: number;
}

/** Splits items in order into batches within both bounds; an item above the bytes alone is a batch of its own. */
export function splitBatches<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  bounds: Bounds,
): Item[][] {
  const batches: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    const current = batches.at(-1);
    if (current === undefined || current.length >= bounds.count || bytes + size > bounds.bytes) {
      batches.push([item]);
      bytes = size;
    } else {
      current.push(item);
      bytes += size;
    }
  }
  return batches;
}
