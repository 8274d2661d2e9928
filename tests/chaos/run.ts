import { setTimeout as sleep } from "node:timers/promises";
import { corruptedEvents } from "./faults/corrupted-events.ts";
import { type FaultRun, faultRun } from "./faults/fault-run.ts";
import { apiKey, producerName, type Subject, startSubject } from "./instance.ts";
import { planLoad } from "./load/plan.ts";
import { Producer } from "./load/producer.ts";
import { Senders } from "./load/senders.ts";
import type { ChaosOptions } from "./options.ts";
import { Oracle } from "./oracle/oracle.ts";
import { report } from "./report/report.ts";
import type { Screen } from "./report/screen.ts";
import { Watch } from "./watch.ts";

/** The two wishes to stop: send no more; and wait for nothing. */
export interface Stop {
  readonly sending: AbortSignal;
  readonly waiting: AbortSignal;
}

const senders = 12;

/** Acceptances that wait to be stored; with more the senders pause, so that faults strike both sides at once. */
function backlogFor(events: number): number {
  return Math.max(60, Math.min(1_500, Math.round(events / 20)));
}

/** Events that are sent besides, until the last kind of fault has struck. */
function spareFor(events: number): number {
  return 2_000 + Math.round(events / 10);
}

/**
 * One run: load and faults, then rest, then the verdict.
 * @returns the exit code.
 */
export async function runChaos(options: ChaosOptions, screen: Screen, stop: Stop): Promise<number> {
  screen.say(`seed ${options.seed}, ${options.events} events; starting Fluxa ...`);
  const subject = await startSubject(options);
  let keep = true;
  try {
    const code = await runOn(subject, options, screen, stop);
    keep = code === 1;
    return code;
  } finally {
    await subject.end(keep);
  }
}

async function runOn(subject: Subject, options: ChaosOptions, screen: Screen, stop: Stop): Promise<number> {
  const { instance } = subject.running;
  const oracle = await Oracle.watch(instance, producerName);
  const watch = new Watch(oracle);
  try {
    const faults = faultRun(subject.running.faults, options.calm ? undefined : options);
    const giveUp = new AbortController();
    const signal = AbortSignal.any([stop.sending, giveUp.signal]);
    const producer = new Producer({
      apiUrl: instance.apiUrl,
      apiKey,
      journal: oracle.journal,
      signal,
      prefix: `chaos-${options.seed}`,
    });
    const load = new Senders(planLoad(options), {
      producer,
      senders,
      signal,
      isFull: () => watch.waiting > backlogFor(options.events),
      spare: planLoad({ ...options, events: spareFor(options.events), name: "spare" }),
      wantsMore: () => !faults.isComplete,
    });
    const times = await sendAndRest({ load, faults, watch, screen, stop, subject, giveUp });
    const { judgement } = await oracle.judge(await corruptedEvents(subject.logs));
    return await report({ options, subject, judgement, faults, producer, times, screen, stop });
  } finally {
    await watch.stop();
    await oracle.close();
  }
}

interface Course {
  readonly load: Senders;
  readonly faults: FaultRun;
  readonly watch: Watch;
  readonly screen: Screen;
  readonly stop: Stop;
  readonly subject: Subject;
  /** Ends the sending when nothing can come of it any more. */
  readonly giveUp: AbortController;
}

/** What the phases took, in seconds. */
export interface Times {
  readonly sending: number;
  readonly draining: number;
  /** False when the deadline passed before. */
  readonly cameToRest: boolean;
}

/** Resolves once nothing is left to be done, the deadline has passed, or nobody wants to wait. */
async function sendAndRest(course: Course): Promise<Times> {
  const { load, faults, watch, screen, subject, giveUp } = course;
  const start = screen.seconds;
  const broken = subject.running.broken.then((reason) => {
    screen.say(`Fluxa broke: ${reason}`);
    giveUp.abort();
  });
  await everyTick(course, "sending", load.run(), async () => {
    if (watch.standsStill) giveUp.abort();
    await faults.follow(load.progress);
  });
  const sent = screen.seconds;
  await faults.end();
  const resting = watch.rest();
  await everyTick(course, "draining", Promise.race([resting, broken]), async () => undefined);
  return {
    sending: sent - start,
    draining: screen.seconds - sent,
    cameToRest: watch.isAtRest,
  };
}

const tickMs = 250;

/** Does something again and again, and shows how far the run is, until the work is done. */
async function everyTick(
  { load, faults, watch, screen, stop }: Course,
  phase: string,
  work: Promise<unknown>,
  tick: () => Promise<void>,
): Promise<void> {
  let done = false;
  const finished = work.finally(() => {
    done = true;
  });
  while (!done && !stop.waiting.aborted) {
    await tick();
    const percent = Math.floor(load.progress * 100);
    screen.progress(`${phase} ${percent} %  ${watch.describe()}  ${faults.describe()}`);
    await Promise.race([finished, sleep(tickMs)]);
  }
  if (done) await finished;
}
