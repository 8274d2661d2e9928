import type { Event } from "./event.ts";

export type Query = (text: string, values: readonly unknown[]) => Promise<unknown>;

/** A queue in PostgreSQL with its workers. */
export interface Engine {
  /** Runs a statement on the library's own connections. */
  readonly query: Query;
  /** Resolves once the events are in the queue. */
  readonly add: (events: readonly Event[]) => Promise<void>;
  /** Begins to work; events whose work fails are worked again. */
  readonly work: (work: (events: readonly Event[]) => Promise<void>) => Promise<void>;
  readonly stop: () => Promise<void>;
}
