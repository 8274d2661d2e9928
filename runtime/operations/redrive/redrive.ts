import type { DeadEventFilter, Redrive, RedrivePace } from "../../contract/dead-events.ts";
import { limits } from "../../contract/limits.ts";
import { LetterSweep } from "../dead-events/letter-sweep.ts";
import { messageOf } from "../message-of.ts";
import type { RedriveEnding } from "../ports.ts";
import { RateLimit } from "../rate-limit.ts";
import { Refused } from "../refused.ts";
import { anotherRuns, known, stoppedByAnother } from "../run.ts";
import type { Watch } from "../watch.ts";
import type { RedrivePorts, RedriveProgress } from "./redrive-ports.ts";
import { RunMonitor } from "./run-monitor.ts";
import { SendBack } from "./send-back.ts";

export interface RedriveOrder {
  readonly filter: DeadEventFilter;
  readonly pace: RedrivePace;
  /** Who wants it, for the record. */
  readonly actor: string;
}

/**
 * Sends dead events that fit a filter back to their queue: a canary first, the others when its fate
 * allows it, no faster than the pace, and no further once too many have died again.
 * @throws Refused when another redrive of the queue is running.
 */
export async function startRedrive(
  { filter, pace, actor }: RedriveOrder,
  ports: RedrivePorts,
  watch: Watch<RedriveProgress> = {},
): Promise<Redrive> {
  const { source, target, follows } = ports.queues;
  const cutOff = ports.now();
  const [id, names] = [ports.newId(), { source: source.name, target: target.name }];
  const redrive = await ports.redrives.start({ id, ...names, follows, filter, pace, actor, cutOff });
  if (redrive === undefined) throw await refusal(ports);
  return carryOut(redrive, actor, ports, watch);
}

/**
 * Goes on with a redrive that has stopped or was killed: the same filter, pace and cut-off, and a
 * canary of its own.
 * @throws Refused when there is no such redrive, or it cannot be resumed now.
 */
export async function resumeRedrive(
  { id, actor }: { readonly id: string; readonly actor: string },
  ports: RedrivePorts,
  watch: Watch<RedriveProgress> = {},
): Promise<Redrive> {
  const found = known("redrive", id, await ports.redrives.find(id));
  const { source, target } = ports.queues;
  if (found.source !== source.name || found.target !== target.name) {
    throw new Refused(
      `The redrive ${id} goes from ${found.source} to ${found.target}. Name these two queues to resume it.`,
    );
  }
  if (found.state === "finished") {
    throw new Refused(`The redrive ${id} has finished. Start a new one for what died since.`);
  }
  const redrive = await ports.redrives.resume(id, actor);
  if (redrive === undefined) throw await refusal(ports);
  return carryOut(redrive, actor, ports, watch);
}

async function refusal({ redrives, queues }: RedrivePorts): Promise<Refused> {
  const all = await redrives.list(100);
  return anotherRuns(
    "redrive",
    all.find(({ source, state }) => source === queues.source.name && state === "running"),
  );
}

async function carryOut(
  redrive: Redrive,
  actor: string,
  ports: RedrivePorts,
  watch: Watch<RedriveProgress>,
): Promise<Redrive> {
  note("redrive started", redrive, actor, ports);
  const monitor = new RunMonitor(redrive, redrive.pace, ports, watch);
  const watching = monitor.watch();
  const ending = await sendAll(redrive, monitor, ports).catch((error: unknown): RedriveEnding => {
    return { state: "stopped", reason: "failed", detail: messageOf(error) };
  });
  monitor.end();
  await watching;
  const ended = monitor.lost ? undefined : await ports.redrives.end(redrive, ending);
  const now = ended ?? stoppedByAnother("redrive", redrive, await ports.redrives.find(redrive.id));
  note(`redrive ${now.state}`, now, actor, ports);
  return now;
}

async function sendAll(redrive: Redrive, monitor: RunMonitor, ports: RedrivePorts): Promise<RedriveEnding> {
  const { filter, pace, cutOff } = redrive;
  const isOver = () => monitor.stopped !== undefined;
  const sweep = new LetterSweep({ ...ports, queue: ports.queues.source }, { isOver, waits: true });
  const rate = new RateLimit(pace.rate, ports);
  // A batch passes at once, so a slow pace has smaller ones.
  const batch = Math.min(limits.batchEntries, pace.rate);
  const sending = { run: redrive, filter, cutOff: Date.parse(cutOff), batch, sweep, rate, monitor, ports };
  const sendBack = new SendBack(sending);
  try {
    await sendCanary(redrive, sendBack, monitor);
    monitor.phase = "sending";
    if (!isOver()) await sendBack.send(Number.POSITIVE_INFINITY, lanesFor(pace.rate));
  } finally {
    await sweep.release();
  }
  monitor.phase = "settling";
  await monitor.beat();
  if (ports.queues.follows) await monitor.settled();
  return endingOf(monitor, sweep, sendBack);
}

/** Where the store cannot tell what became of the first messages, a person has to: the run stops, and its resume goes on. */
async function sendCanary({ pace, counts, follows }: Redrive, sendBack: SendBack, monitor: RunMonitor) {
  if (pace.canary === 0 || (!follows && counts.sent >= pace.canary)) return;
  await sendBack.send(pace.canary, 1);
  await monitor.beat();
  if (follows) await monitor.settled();
  else if (monitor.counts.sent >= pace.canary) monitor.stop("to_confirm");
}

/** What was sent entirely has finished, whatever its last messages are waiting for. */
function endingOf(monitor: RunMonitor, sweep: LetterSweep, { refused }: SendBack): RedriveEnding {
  const { stopped } = monitor;
  const detail =
    refused === 0 ? undefined : `The queue refused ${refused} letters, which stay where they are.`;
  if (stopped === undefined) return { state: "finished", detail };
  if (sweep.complete && stopped.reason === "fates_unknown")
    return { state: "finished", detail: stopped.detail };
  return { state: "stopped", reason: stopped.reason, detail: stopped.detail ?? detail };
}

/** Each lane waits for five answers of AWS for a batch of ten. */
function lanesFor(rate: number): number {
  return Math.min(10, Math.ceil(rate / 50));
}

/** The record for the log, which outlives the database. */
function note(message: string, redrive: Redrive, actor: string, { log }: RedrivePorts): void {
  const { id, source, target, filter, pace, state, reason, detail, run, cutOff, counts } = redrive;
  log.info(message, {
    correlationId: id,
    actor,
    ...{ redriveId: id, source, target, filter, pace, state, reason, detail, run, cutOff, counts },
  });
}
