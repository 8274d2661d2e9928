import { setTimeout as sleep } from "node:timers/promises";
import { defaultTiming, type Timing } from "../../../local/functions/timing.ts";
import { apiKey, producerName, type Subject, startSubject } from "../instance.ts";
import { payload } from "../load/payload.ts";
import type { PlannedRequest } from "../load/plan.ts";
import { Producer } from "../load/producer.ts";
import { Senders } from "../load/senders.ts";
import type { Judgement } from "../oracle/judge.ts";
import { Oracle } from "../oracle/oracle.ts";
import { Random } from "../random.ts";
import type { Screen } from "../report/screen.ts";
import { verdictText } from "../report/verdict.ts";
import type { Stop } from "../run.ts";
import { Watch } from "../watch.ts";
import { type OutageOptions, scale } from "./options.ts";

/**
 * What a stack has, by the scale: relay every minute, back-off up to 900 s. The shortest back-off is
 * SQS's smallest unit, a second; what work itself takes cannot be scaled, so the processor keeps
 * seconds, and its visibility and lease follow from that.
 */
const timing: Timing = {
  ...defaultTiming,
  processTimeoutSeconds: 8,
  visibilitySeconds: 10,
  outboxLeaseSeconds: 9,
  relayEveryMs: 60_000 / scale,
  backoffShortestSeconds: 1,
  backoffLongestSeconds: 900 / scale,
};

const senders = 4;
/** The most that one request takes. */
const batchSize = 500;
const payloadBytes = 600;
const drainWithinSeconds = 1_200;

/** @returns the exit code. */
export async function runOutage(options: OutageOptions, screen: Screen, stop: Stop): Promise<number> {
  screen.say(
    `${options.events} events during an outage of ${options.minutes} min, 1/${scale} in time; starting Fluxa ...`,
  );
  const subject = await startSubject({ seed: 1, calm: false, dataDir: options.dataDir }, timing);
  let keep = true;
  try {
    const code = await runOn(subject, options, screen, stop);
    keep = code === 1;
    return code;
  } finally {
    await subject.end(keep);
  }
}

async function runOn(subject: Subject, options: OutageOptions, screen: Screen, stop: Stop): Promise<number> {
  const oracle = await Oracle.watch(subject.running.instance, producerName);
  const watch = new Watch(oracle);
  try {
    const outageSeconds = await outage(subject, options, oracle, watch, screen, stop);
    const drainSeconds = await drain(watch, screen, stop);
    const { judgement } = await oracle.judge(new Set());
    screen.say(`\n${verdictText(judgement)}`);
    sayTimes(judgement, outageSeconds, drainSeconds, screen);
    return verdict(judgement, watch.isAtRest, subject, screen, stop);
  } finally {
    await watch.stop();
    await oracle.close();
  }
}

/** @returns how many seconds the database was away. */
async function outage(
  { running }: Subject,
  { events, minutes }: OutageOptions,
  oracle: Oracle,
  watch: Watch,
  screen: Screen,
  stop: Stop,
): Promise<number> {
  await running.faults.database.stop();
  const start = screen.seconds;
  const load = new Senders(planRequests(events), {
    producer: new Producer({
      apiUrl: running.instance.apiUrl,
      apiKey,
      journal: oracle.journal,
      signal: stop.sending,
      prefix: "outage",
    }),
    senders,
    signal: stop.sending,
    isFull: () => false,
    spare: [],
    wantsMore: () => false,
  });
  const rest = sleep((minutes * 60_000) / scale, undefined, { signal: stop.sending }).catch(() => undefined);
  await showing(Promise.all([load.run(), rest]), screen, () => `the database is away  ${watch.describe()}`);
  await running.faults.database.start();
  return screen.seconds - start;
}

/** @returns how many seconds it took until nothing was left. */
async function drain(watch: Watch, screen: Screen, stop: Stop): Promise<number> {
  const start = screen.seconds;
  const rest = watch.rest(drainWithinSeconds);
  const given = new Promise<void>((resolve) => stop.waiting.addEventListener("abort", () => resolve()));
  await showing(Promise.race([rest, given]), screen, () => `draining  ${watch.describe()}`);
  return screen.seconds - start;
}

async function showing(work: Promise<unknown>, screen: Screen, line: () => string): Promise<void> {
  const timer = setInterval(() => screen.progress(line()), 1_000);
  await work.finally(() => clearInterval(timer));
}

function planRequests(events: number): readonly PlannedRequest[] {
  const random = new Random(1);
  const all = Array.from({ length: events }, (_, index) => ({
    id: `outage-${index}`,
    source: "/outage/till",
    type: "transaction.authorized",
    data: payload(random, payloadBytes),
  }));
  return Array.from({ length: Math.ceil(events / batchSize) }, (_, index) => ({
    batch: true,
    events: all.slice(index * batchSize, (index + 1) * batchSize),
  }));
}

function sayTimes({ account }: Judgement, outageSeconds: number, drainSeconds: number, screen: Screen): void {
  screen.say(
    `The database was away for ${outageSeconds.toFixed(0)} s, which stand for ${((outageSeconds * scale) / 3_600).toFixed(1)} h. ` +
      `All was stored and announced ${drainSeconds.toFixed(0)} s after it was back: ` +
      `${(account.stored / drainSeconds).toFixed(0)} events a second.`,
  );
}

function verdict(
  judgement: Judgement,
  cameToRest: boolean,
  { dataDir }: Subject,
  screen: Screen,
  stop: Stop,
): number {
  const { account, findings } = judgement;
  const noneDead = account.dead + account.conflicts === 0;
  if (!judgement.held || !noneDead || (!cameToRest && !stop.waiting.aborted)) {
    for (const { promise, violations } of findings)
      for (const { eventId, what } of violations.slice(0, 3))
        screen.say(`Violated: ${promise}: ${eventId ?? "the run"}: ${what}`);
    if (!noneDead) screen.say(`Violated: an outage judges nobody, but ${account.dead} events are dead.`);
    screen.say(`violated; data and logs are kept in ${dataDir}`);
    return 1;
  }
  if (stop.sending.aborted) {
    screen.say("\nStopped before the end: all held so far.");
    return 130;
  }
  screen.say("\nall held");
  return 0;
}
