import type { Log } from "../ports/log.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { OutboxStore } from "../ports/outbox-store.ts";
import type { Clock, TimeLeft } from "../ports/time.ts";
import type { Topic } from "../ports/topic.ts";
import { Budget } from "./budget.ts";
import type { Circuit } from "./circuit.ts";
import { publishPending } from "./publish-pending.ts";

export interface RelayPorts {
  readonly outbox: OutboxStore;
  readonly topic: Topic;
  /** The topic's, kept from run to run. */
  readonly circuit: Circuit;
  readonly now: Clock;
  readonly timeLeft: TimeLeft;
  readonly log: Log;
  readonly metrics: Metrics;
}

const leaseSize = 50;
/** One call of SNS: what is leased in vain belongs to nobody until its lease has passed. */
const probeSize = 10;

/** Share of an invocation that each step leaves to those after it. */
const reserves = { lease: 0.4, publish: 0.2, clear: 0.02 } as const;

/**
 * Publishes what a processor stored and could not announce, until nothing is left whose lease has
 * passed, SNS does not answer, or the time is over. What SNS refuses for what it is stays where it
 * is and keeps nobody waiting.
 * @returns how many events were notified.
 */
export async function relay(ports: RelayPorts): Promise<number> {
  const { outbox, circuit, metrics } = ports;
  const time = new Budget(ports.timeLeft, reserves);
  metrics.add("OutboxAge", await outbox.oldestAgeSeconds(time.for("lease")));
  let notified = 0;
  while (time.for("lease") > 0 && circuit.admits()) {
    const pending = await outbox.lease(circuit.open ? probeSize : leaseSize, time.for("lease"));
    if (pending.length === 0) break;
    const { taken, outage } = await publishPending(pending, { circuit, within: time.for("publish") }, ports);
    if (taken.size > 0) await outbox.clear([...taken], time.for("clear"));
    notified += taken.size;
    if (outage !== undefined) break;
  }
  return notified;
}
