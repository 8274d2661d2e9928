import { limits } from "../../../runtime/contract/limits.ts";
import type { AcceptPorts } from "../../../runtime/core/accept/accept-event.ts";
import type { SendPorts } from "../../../runtime/core/accept/send-parcels.ts";
import { newMemory } from "../../../runtime/core/process/memory.ts";
import type { ProcessPorts } from "../../../runtime/core/process/ports.ts";
import type { DeadLetter } from "../../../runtime/ports/dead-letter-queue.ts";
import type { OutgoingMessage } from "../../../runtime/ports/event-queue.ts";
import type { LogFields } from "../../../runtime/ports/log.ts";
import { PayloadMissing } from "../../../runtime/ports/payload-store.ts";
import type { DeadEvent, Verdict } from "../../../runtime/ports/processor-store.ts";
import type { Notification } from "../../../runtime/ports/topic.ts";
import type { VerifiedEvent } from "../../../runtime/ports/verified-event.ts";

/** Everything that left the core through its ports, in order. */
export function journal() {
  return {
    sent: [] as OutgoingMessage[],
    objects: new Map<string, string>(),
    claims: [] as (readonly VerifiedEvent[])[],
    rehearsed: [] as VerifiedEvent[],
    published: [] as Notification[],
    cleared: [] as string[],
    letters: [] as DeadLetter[],
    buried: [] as DeadEvent[],
    postponed: [] as { readonly receiptHandle: string; readonly seconds: number }[],
    lines: [] as ({ readonly level: string; readonly message: string } & LogFields)[],
    metrics: new Map<string, number>(),
  };
}

export type Journal = ReturnType<typeof journal>;

const start = Date.parse("2026-11-22T17:48:00Z");

const idOf = (nth: number) => `01900000-0000-7000-8000-${String(nth).padStart(12, "0")}`;

/** The first id that {@link acceptPorts} makes. */
export const firstId = idOf(1);

function logOf({ lines }: Journal) {
  const write = (level: string) => (message: string, fields: LogFields) =>
    void lines.push({ level, message, ...fields });
  return { info: write("info"), warn: write("warn"), error: write("error") };
}

/** Ports of ingest that write into the journal; ids count up. */
export function acceptPorts(
  to: Journal,
  changes: Partial<AcceptPorts & SendPorts> = {},
): AcceptPorts & SendPorts {
  let ids = 0;
  return {
    payloads: payloadsOf(to),
    queue: {
      send: async (message) => void to.sent.push(message),
      sendAll: async (messages) => {
        to.sent.push(...messages);
        return messages.map(() => ({ state: "sent" }));
      },
    },
    pause: async () => undefined,
    random: () => 0.5,
    now: () => start,
    newId: () => {
      ids += 1;
      return idOf(ids);
    },
    log: logOf(to),
    inlineLimitBytes: 262_144,
    ...changes,
  };
}

/** Ports of the processor that write into the journal; the store finds every event new unless told otherwise. */
export function processPorts(to: Journal, changes: Partial<ProcessPorts> = {}): ProcessPorts {
  return {
    payloads: payloadsOf(to),
    store: storeOf(to, (records) => records.map(() => "stored")),
    topic: {
      publish: async (notifications) => {
        to.published.push(...notifications);
        return { taken: new Set(notifications.map(({ eventId }) => eventId)), refused: new Map() };
      },
    },
    deadLetters: {
      send: async (letters) => {
        to.letters.push(...letters);
        return new Set(letters.map(({ message }) => message.messageId));
      },
    },
    redelivery: { postpone: async (delays) => void to.postponed.push(...delays) },
    now: () => start,
    random: () => 0.5,
    timeLeft: () => 30_000,
    memory: newMemory(
      () => start,
      () => 0.5,
      limits.backoffSeconds,
    ),
    log: logOf(to),
    metrics: { add: (name, value) => void to.metrics.set(name, (to.metrics.get(name) ?? 0) + value) },
    backoff: limits.backoffSeconds,
    notificationInlineBytes: 65_536,
    ...changes,
  };
}

/** A store whose claim gives the verdicts, or throws what the function throws. */
export function storeOf(
  to: Journal,
  verdicts: (records: readonly VerifiedEvent[]) => Verdict[],
): ProcessPorts["store"] {
  return {
    claim: async (records) => {
      to.claims.push(records);
      return verdicts(records);
    },
    rehearse: async (record) => {
      to.rehearsed.push(record);
      verdicts([record]);
    },
    clear: async (eventIds) => void to.cleared.push(...eventIds),
    bury: async (dead) => void to.buried.push(...dead),
  };
}

/** A store that finds every event new, but for what is changed of it. */
export function storeThat(to: Journal, changes: Partial<ProcessPorts["store"]>): Pick<ProcessPorts, "store"> {
  return { store: { ...storeOf(to, (records) => records.map(() => "stored")), ...changes } };
}

/** What a port does that fails. */
export const rejects = (error: Error) => () => Promise.reject(error);

function payloadsOf({ objects }: Journal): AcceptPorts["payloads"] {
  return {
    put: async (key, canonical) => void objects.set(key, canonical),
    get: async (key) => {
      const text = objects.get(key);
      if (text === undefined) throw new PayloadMissing(`There is no payload at ${key}.`);
      return text;
    },
  };
}
