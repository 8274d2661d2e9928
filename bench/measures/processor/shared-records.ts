import type { PreparedEvent } from "../../harness/prepared-events.ts";
import { sqsEventOf } from "../../harness/process-handler.ts";

/** Records of SQS events in memory that all threads see: no trial spends time on handing them over. */
export interface SharedRecords {
  /** The records as JSON, one after the other. */
  readonly bytes: SharedArrayBuffer;
  /** Where each begins, and where the last ends. */
  readonly starts: Uint32Array<SharedArrayBuffer>;
}

export function shareRecords(events: readonly PreparedEvent[]): SharedRecords {
  const sizes = events.map(({ record }) => Buffer.byteLength(record));
  const starts = new Uint32Array(new SharedArrayBuffer((events.length + 1) * Uint32Array.BYTES_PER_ELEMENT));
  for (const [index, size] of sizes.entries()) starts[index + 1] = (starts[index] ?? 0) + size;
  const bytes = new SharedArrayBuffer(starts.at(-1) ?? 0);
  const all = Buffer.from(bytes);
  for (const [index, { record }] of events.entries()) all.write(record, starts[index] ?? 0);
  return { bytes, starts };
}

/** The event that Lambda hands to a processor, as JSON, of the records from one up to another. */
export function sharedEvent({ bytes, starts }: SharedRecords, from: number, to: number): string {
  const all = Buffer.from(bytes);
  const records = Array.from({ length: to - from }, (_, index) =>
    all.toString("utf8", starts[from + index], starts[from + index + 1]),
  );
  return sqsEventOf(records);
}
