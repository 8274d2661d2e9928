import type { Frame } from "./frames.ts";

/** A statement that a client runs. */
export interface Statement {
  /** The step of Fluxa that it is; undefined for any other statement. */
  readonly step: Step | undefined;
  /** Its parameters as they travel, or the text of a simple query. */
  readonly bytes: Buffer;
}

const steps = {
  claim: /\binsert into claim\b/,
  clear: /\bdelete from outbox\b/,
  bury: /\binsert into dead_event\b/,
  lease: /\bupdate outbox set lease_until\b/,
} as const;

type Step = keyof typeof steps;

/** Knows the statements of one connection, by their text when they are prepared and by name after. */
export class StatementReader {
  readonly #prepared = new Map<string, Step | undefined>();

  /** The statement that this message of the client runs; undefined when it runs none. */
  read({ type, bytes }: Frame): Statement | undefined {
    if (type === "Q") return { step: stepOf(bytes.toString("latin1", 5)), bytes };
    if (type === "P") this.#prepare(bytes);
    if (type !== "B") return undefined;
    const afterPortal = bytes.indexOf(0, 5) + 1;
    return { step: this.#prepared.get(textAt(bytes, afterPortal)), bytes };
  }

  #prepare(bytes: Buffer): void {
    const name = textAt(bytes, 5);
    this.#prepared.set(name, stepOf(textAt(bytes, 5 + Buffer.byteLength(name) + 1)));
  }
}

function textAt(bytes: Buffer, start: number): string {
  return bytes.toString("utf8", start, bytes.indexOf(0, start));
}

function stepOf(text: string): Step | undefined {
  if (steps.claim.test(text)) return "claim";
  if (steps.clear.test(text)) return "clear";
  if (steps.bury.test(text)) return "bury";
  return steps.lease.test(text) ? "lease" : undefined;
}
