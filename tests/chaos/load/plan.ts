import type { SentEvent } from "../oracle/content.ts";
import { Random } from "../random.ts";
import { payload } from "./payload.ts";

/** What is sent in one request, again and again until it is answered with a 2xx. */
export interface PlannedRequest {
  readonly batch: boolean;
  readonly events: readonly SentEvent[];
}

export interface LoadOptions {
  readonly seed: number;
  /** Distinct events; duplicates and conflicts come on top. */
  readonly events: number;
  /** Starts the events' ids. */
  readonly name?: string;
}

const source = "/chaos/till";
const kibibyte = 1_024;
/** Above the inline limit of 256 KiB. */
const offloadedBytes = { least: 262_200, most: 330_000 };
const share = { middling: 0.08, duplicated: 0.1, batched: 0.3 };
/** Payloads in S3 are dear and conflicts rare, but the faults on their way need some to strike at. */
const offloaded = { share: 0.01, least: 40 };
const conflicting = { share: 0.04, least: 40 };

function often({ share: usual, least }: typeof offloaded, total: number): number {
  return Math.min(0.5, Math.max(usual, least / total));
}
const largestBatch = 12;

/** The whole load of a run: the same for the same seed. */
export function planLoad(options: LoadOptions): readonly PlannedRequest[] {
  const random = new Random(options.seed);
  const placed = Array.from({ length: options.events }, (_, index) =>
    eventAndFollowers(random, index, options),
  ).flat();
  const events = placed.sort((a, b) => a.place - b.place).map(({ event }) => event);
  return intoRequests(random, events);
}

interface Placed {
  readonly event: SentEvent;
  /** Where it stands in the order of sending. */
  readonly place: number;
}

/** An event, and what is sent under its identity besides: close behind, where they race, or much later. */
function eventAndFollowers(random: Random, index: number, options: LoadOptions): readonly Placed[] {
  const { events: total, name = "event" } = options;
  const first = newEvent(random, `${name}-${index}`, total);
  const later = () =>
    Math.min(total, index + (random.chance(0.5) ? random.fraction() : random.int(1, 1 + total / 5)));
  const placed: Placed[] = [{ event: first, place: index }];
  if (random.chance(share.duplicated)) {
    const times = random.int(1, 2);
    for (let time = 0; time < times; time += 1) placed.push({ event: first, place: later() });
  }
  if (random.chance(often(conflicting, total)))
    placed.push({ event: contradiction(random, first), place: later() });
  return placed;
}

function newEvent(random: Random, id: string, total: number): SentEvent {
  return {
    id,
    source,
    type: random.pick(
      "transaction.authorized",
      "transaction.captured",
      "transaction.refunded",
      "transaction.declined",
    ),
    ...(random.chance(0.3) && { subject: `order-${random.int(1, 1_000)}` }),
    ...(random.chance(0.3) && { time: "2026-11-22T17:48:00.123456789+01:00" }),
    ...(random.chance(0.1) && { extensions: { tier: random.int(1, 3), region: "eu", test: true } }),
    data: payload(random, sizeOf(random, total)),
  };
}

function sizeOf(random: Random, total: number): number {
  if (random.chance(often(offloaded, total))) {
    return random.int(offloadedBytes.least, offloadedBytes.most);
  }
  return random.chance(share.middling) ? 16 * kibibyte : random.int(300, 1_500);
}

/** The same identity with another content. */
function contradiction(random: Random, event: SentEvent): SentEvent {
  if (random.chance(0.3)) {
    const type = event.type === "transaction.declined" ? "transaction.captured" : "transaction.declined";
    return { ...event, type };
  }
  return { ...event, data: { ...event.data, transactionId: `tx-other-${random.int(0, 2 ** 30)}` } };
}

function intoRequests(random: Random, events: readonly SentEvent[]): readonly PlannedRequest[] {
  const requests: PlannedRequest[] = [];
  for (let next = 0; next < events.length; ) {
    const size = random.chance(share.batched / (largestBatch / 2)) ? random.int(2, largestBatch) : 1;
    const taken = withoutContradictions(events.slice(next, next + size));
    requests.push({ batch: size > 1, events: taken });
    next += taken.length;
  }
  return requests;
}

/** As far as no event contradicts another one: such a batch is refused, and rightly. */
function withoutContradictions(events: readonly SentEvent[]): readonly SentEvent[] {
  const byId = new Map<string, SentEvent>();
  const end = events.findIndex((event) => {
    const other = byId.get(event.id);
    byId.set(event.id, event);
    return other !== undefined && other !== event;
  });
  return end === -1 ? events : events.slice(0, end);
}
