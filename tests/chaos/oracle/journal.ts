import { type Content, contentOf, eventIdOf, type SentEvent } from "./content.ts";

/** What a sender knows of one event in one request. */
export type Outcome =
  /** A 202: the event is Fluxa's to keep. */
  | { readonly kind: "taken"; readonly answer: TakenAnswer }
  /** A 429 or another answer that says that it was not taken. */
  | { readonly kind: "refused"; readonly status: number; readonly detail: string }
  /** A 5xx, a broken connection, no answer: it may or may not have been taken. */
  | { readonly kind: "unknown"; readonly why: string };

/** What a 202 says. */
interface TakenAnswer {
  readonly eventId: string;
  readonly correlationId: string;
  readonly fingerprint: string;
}

/** One event in one request: at most one acceptance comes of it. */
export interface Attempt {
  /** Given by the sender, one for each request. */
  readonly correlationId: string;
  readonly eventId: string;
  readonly content: Content;
  /** RFC 3339. */
  readonly sentAt: string;
  readonly answeredAt: string;
  readonly outcome: Outcome;
}

/** Every event of every request, with what became of it. */
export class Journal {
  readonly #producer: string;
  readonly #attempts: Attempt[] = [];
  readonly #contents = new WeakMap<SentEvent, { readonly eventId: string; readonly content: Content }>();

  constructor(producer: string) {
    this.#producer = producer;
  }

  get attempts(): readonly Attempt[] {
    return this.#attempts;
  }

  /**
   * Opens the entries of a request before it is sent, so that one that is never answered is known.
   * @returns what closes them; the outcomes are in the order of the events.
   */
  sending(correlationId: string, events: readonly SentEvent[]): (outcomes: readonly Outcome[]) => void {
    const sentAt = new Date().toISOString();
    const open = { kind: "unknown", why: "no answer yet" } as const;
    const start = this.#attempts.length;
    for (const event of events) {
      this.#attempts.push({ ...this.#identify(event), correlationId, sentAt, answeredAt: "", outcome: open });
    }
    return (outcomes) => {
      const answeredAt = new Date().toISOString();
      for (const [index, outcome] of outcomes.entries()) {
        const attempt = this.#attempts[start + index];
        if (attempt !== undefined) this.#attempts[start + index] = { ...attempt, answeredAt, outcome };
      }
    };
  }

  /** Hashing is what costs; a retry sends the very same event. */
  #identify(event: SentEvent): { readonly eventId: string; readonly content: Content } {
    const known = this.#contents.get(event);
    if (known !== undefined) return known;
    const found = {
      eventId: eventIdOf(this.#producer, event.source, event.id),
      content: contentOf(event),
    };
    this.#contents.set(event, found);
    return found;
  }
}
