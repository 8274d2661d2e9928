import type { FaultRun } from "../faults/fault-run.ts";
import type { Subject } from "../instance.ts";
import type { Producer } from "../load/producer.ts";
import type { ChaosOptions } from "../options.ts";
import type { Judgement } from "../oracle/judge.ts";
import type { Violation } from "../oracle/promise.ts";
import type { Stop, Times } from "../run.ts";
import type { Screen } from "./screen.ts";
import { storyOf } from "./story.ts";
import { table } from "./table.ts";
import { verdictText } from "./verdict.ts";

interface Outcome {
  readonly options: ChaosOptions;
  readonly subject: Subject;
  readonly judgement: Judgement;
  readonly faults: FaultRun;
  readonly producer: Producer;
  readonly times: Times;
  readonly screen: Screen;
  readonly stop: Stop;
}

/** Says what was seen. @returns the exit code. */
export async function report(outcome: Outcome): Promise<number> {
  const { judgement, screen, stop, options } = outcome;
  const weak = await sayFaults(outcome);
  screen.say(`\n${verdictText(judgement)}`);
  sayTimes(outcome);
  if (!judgement.held) {
    await sayViolations(outcome);
    return 1;
  }
  if (stop.sending.aborted) {
    screen.say("\nStopped before the end: all held so far, which says little about the rest.");
    return 130;
  }
  if (weak.length > 0) {
    screen.say(
      `\nA weak run: these faults never struck, so nothing is known of them: ${weak.join(", ")}.\n` +
        `All else held. Repeat it with more events, or look why they cannot strike: ${commandOf(options)}`,
    );
    return 1;
  }
  screen.say("\nall held");
  return 0;
}

/** @returns the kinds that never struck. */
async function sayFaults({ faults, screen }: Outcome): Promise<readonly string[]> {
  const counts = await faults.counts();
  if (counts.length > 0) {
    const rows = counts.map(({ kind, times }) => [kind, times]);
    screen.say(`\n${table(["fault", "struck"], rows)}`);
  }
  return counts.filter(({ times }) => times === 0).map(({ kind }) => kind);
}

function sayTimes({ judgement, times, producer, screen }: Outcome): void {
  const { taken, found } = judgement.account;
  const { sending, draining, cameToRest } = times;
  screen.say(
    `${(taken / sending).toFixed(0)} acceptances a second for ${sending.toFixed(0)} s, ${(found / (sending + draining)).toFixed(0)} worked off; ` +
      `at rest ${cameToRest ? "" : "NOT reached "}after ${draining.toFixed(1)} s more.`,
  );
  if (producer.givenUp > 0) screen.say(`${producer.givenUp} events were given up by their sender.`);
}

const storiesAtMost = 3;
const violationsAtMost = 10;

async function sayViolations({ options, subject, judgement, screen }: Outcome): Promise<void> {
  for (const { promise, violations } of judgement.findings) {
    if (violations.length === 0) continue;
    screen.say(`\nViolated: ${promise}`);
    for (const { eventId, what } of violations.slice(0, violationsAtMost)) {
      screen.say(`  ${eventId ?? "the run"}: ${what}`);
    }
    if (violations.length > violationsAtMost)
      screen.say(`  and ${violations.length - violationsAtMost} more`);
  }
  for (const [eventId, violations] of byEvent(judgement).slice(0, storiesAtMost)) {
    const trail = judgement.trails.get(eventId);
    if (trail === undefined) continue;
    screen.say(`\n${await storyOf(trail, violations, subject.logs)}`);
  }
  screen.say(
    `\nviolated; seed ${options.seed}. Repeat it with: ${commandOf(options)}\n` +
      `Data and logs are kept in ${subject.dataDir}`,
  );
}

function byEvent({ findings }: Judgement): readonly (readonly [string, readonly Violation[]])[] {
  const groups = new Map<string, Violation[]>();
  for (const violation of findings.flatMap(({ violations }) => violations)) {
    const { eventId } = violation;
    if (eventId !== undefined) groups.set(eventId, [...(groups.get(eventId) ?? []), violation]);
  }
  return [...groups];
}

function commandOf({ seed, events, calm }: ChaosOptions): string {
  return `npm run chaos -- --seed ${seed} --events ${events}${calm ? " --calm" : ""}`;
}
