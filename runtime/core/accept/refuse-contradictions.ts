import { Problem } from "../problem.ts";
import type { PreparedEvent } from "./prepare-event.ts";

type Item = PreparedEvent | Problem;

/**
 * Refuses an item that has the identity of an earlier one and other content: the queue keeps no
 * order, so either could be stored, and the other would be a conflict. The same content is only a
 * duplicate.
 */
export function refuseContradictions(items: readonly Item[]): readonly Item[] {
  const first = new Map<string, { readonly index: number; readonly content: string }>();
  return items.map((item, index) => {
    if (item instanceof Problem) return item;
    const { eventId, fingerprint, event } = item.accepted;
    const content = `${event.type} ${fingerprint}`;
    const earlier = first.get(eventId);
    if (earlier === undefined) first.set(eventId, { index, content });
    return earlier === undefined || earlier.content === content ? item : contradiction(index, earlier.index);
  });
}

function contradiction(index: number, earlier: number): Problem {
  return new Problem(
    "identity_repeated",
    `Item ${earlier} of this batch has the same source and id, and another payload or type.`,
    { faults: [{ path: `/${index}/id`, message: `must differ from the id of item ${earlier}` }] },
  );
}
