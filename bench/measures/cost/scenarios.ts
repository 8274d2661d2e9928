import { eventOfSize, type MixedEvent, mixedEvent } from "../../harness/event-mix.ts";

/** A way of sending events. */
export interface Scenario {
  readonly name: "single" | "batched" | "bulk" | "offloaded" | "mix" | "trickle";
  readonly label: string;
  /** Events of a POST; undefined posts each by itself. */
  readonly perPost?: number;
  /** Records of an invocation of the processor. */
  readonly batch: number;
  /** Events that are measured. */
  readonly events: { readonly full: number; readonly quick: number };
  /** Dollars per million events that it may cost. */
  readonly atMost?: number;
  readonly make: (n: number, run: string) => MixedEvent;
}

const kib = 1024;
const small = (n: number, run: string) => eventOfSize(n, run, kib);

/** The processor's batch as the stack is configured by default. */
const batch = 10;

export const scenarios: readonly Scenario[] = [
  {
    name: "single",
    label: "single POSTs of 1 KiB",
    batch,
    events: { full: 1_000, quick: 50 },
    atMost: 6.5,
    make: small,
  },
  {
    name: "batched",
    label: "500 of 1 KiB in a POST",
    perPost: 500,
    batch,
    events: { full: 3_000, quick: 500 },
    atMost: 1.5,
    make: small,
  },
  {
    name: "bulk",
    label: "500 of 1 KiB in a POST and 100 in a batch of the processor",
    perPost: 500,
    batch: 100,
    events: { full: 3_000, quick: 500 },
    make: small,
  },
  {
    name: "offloaded",
    label: "single POSTs of 512 KiB, through S3",
    batch,
    events: { full: 50, quick: 10 },
    make: (n, run) => eventOfSize(n, run, 512 * kib),
  },
  {
    name: "mix",
    label: "single POSTs of the mix",
    batch,
    events: { full: 500, quick: 100 },
    make: mixedEvent,
  },
  {
    name: "trickle",
    label: "single POSTs of 1 KiB so rare that each is a batch",
    batch: 1,
    events: { full: 300, quick: 20 },
    make: small,
  },
];
