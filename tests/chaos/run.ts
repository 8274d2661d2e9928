import { setTimeout as sleep } from "node:timers/promises";
import { type FaultRun, faultRun } from "./faults/fault-run.ts";
import { apiKey, producerName, type Subject, startSubject } from "./instance.ts";
import { offloadedOf, planLoad } from "./load/plan.ts";
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
/** Acceptances that wait to be stored; with more the senders pause. */
const backlog = 1_500;

/**
 * One run: load and faults, then rest, then the verdict.
 * @returns the exit code.
 */
export async function runChaos(options: ChaosOptions, screen: Screen, stop: Stop): Promise<number> {
  screen.say(`seed ${options.seed}, ${options.events} events; starting Fluxa ...`);
  const subject = await startSubject(options);
  let held = false;
  try {
    const code = await runOn(subject, options, screen, stop);
    held = code === 0;
    return code;
  } finally {
    await subject.end(!held);
  }
}

async function runOn(subject: Subject, options: ChaosOptions, screen: Screen, stop: Stop): Promise<number> {
  const { instance } = subject.running;
  const oracle = await Oracle.watch(instance, producerName);
  const watch = new Watch(oracle);
  try {
    const requests = planLoad({ ...options, batches: false });
    const faults = faultRun(
      subject.running.faults,
      options.calm ? undefined : { ...options, offloaded: offloadedOf(requests) },
    );
    const producer = new Producer({
      apiUrl: instance.apiUrl,
      apiKey,
      journal: oracle.journal,
      signal: stop.sending,
      prefix: `chaos-${options.seed}`,
    });
    const load = new Senders(requests, {
      producer,
      senders,
      signal: stop.sending,
      isFull: () => watch.waiting > backlog,
    });
    const times = await sendAndRest({ load, faults, watch, screen, stop, subject });
    const corruptions = await faults.struck("s3.get=corrupt");
    const { judgement } = await oracle.judge(corruptions);
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
  const { load, faults, watch, screen, subject } = course;
  const start = screen.seconds;
  const sending = load.run();
  await everyTick(course, "sending", sending, () => faults.follow(load.progress));
  const sent = screen.seconds;
  await faults.end();
  const resting = watch.rest();
  const broken = subject.running.broken.then((reason) => screen.say(`Fluxa broke: ${reason}`));
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
    screen.progress(`${phase} ${percent} %  ${watch.describe()}  ${await faults.describe()}`);
    await Promise.race([finished, sleep(tickMs)]);
  }
  if (done) await finished;
}
