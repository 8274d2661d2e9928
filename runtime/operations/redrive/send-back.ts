import type { DeadEventFilter } from "../../contract/dead-events.ts";
import { beforeDeath, deadEventOf, sentLetter } from "../dead-events/dead-event.ts";
import type { LetterSweep } from "../dead-events/letter-sweep.ts";
import { matcher } from "../dead-events/matches.ts";
import { messageOf } from "../message-of.ts";
import type { Letter, RedriveRun } from "../ports.ts";
import type { RateLimit } from "../rate-limit.ts";
import type { RedrivePorts } from "./redrive-ports.ts";
import type { RunMonitor } from "./run-monitor.ts";

/** What is sent ahead of the fates that are known, so that a failure is noticed while it is small. */
const mostUndecided = 2_000;

interface Sending {
  readonly run: RedriveRun;
  readonly filter: DeadEventFilter;
  /** Milliseconds since the epoch; what died later may have died of this redrive. */
  readonly cutOff: number;
  /** Letters that are sent at once. */
  readonly batch: number;
  readonly sweep: LetterSweep;
  readonly rate: RateLimit;
  readonly monitor: RunMonitor;
  readonly ports: RedrivePorts;
}

/** Sends letters back in batches. */
export class SendBack {
  /** Letters that the queue refused one by one; they stay where they are. */
  refused = 0;
  readonly #sending: Sending;
  readonly #fits: (letter: Letter) => boolean;

  constructor(sending: Sending) {
    const fits = matcher(sending.filter);
    this.#sending = sending;
    this.#fits = (letter) => letter.sentAt <= sending.cutOff && fits(deadEventOf(letter));
  }

  /** Sends up to `most` letters in so many lanes, until there are no more or the run has to stop. */
  async send(most: number, lanes: number): Promise<void> {
    let left = most;
    const { batch } = this.#sending;
    const lane = async () => {
      while (left > 0 && this.#sending.monitor.stopped === undefined) {
        await this.#sending.monitor.hasRoom(mostUndecided);
        const letters = await this.#sending.sweep.next(Math.min(batch, left));
        if (letters.length === 0) return;
        const chosen = letters.filter(this.#fits);
        this.#sending.sweep.leave(letters.filter((letter) => !chosen.includes(letter)));
        left -= chosen.length;
        if (chosen.length > 0) await this.#sendBatch(chosen);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** A letter that this redrive sent before a kill is only taken out of the dead-letter queue. */
  async #sendBatch(chosen: readonly Letter[]): Promise<void> {
    const { run, sweep, rate, monitor, ports } = this.#sending;
    try {
      const sent = await ports.redrives.sentBefore(
        run.id,
        chosen.map(({ letterId }) => letterId),
      );
      const fresh = chosen.filter(({ letterId }) => !sent.has(letterId));
      await rate.take(fresh.length, () => monitor.stopped !== undefined);
      if (monitor.stopped !== undefined) return sweep.leave(chosen);
      const taken = await this.#sendFresh(fresh);
      const done = chosen.filter(({ letterId }) => sent.has(letterId) || taken.has(letterId));
      sweep.leave(chosen.filter((letter) => !done.includes(letter)));
      await ports.queues.source.remove(done.map(({ receiptHandle }) => receiptHandle));
      sweep.forget(done);
    } catch (error) {
      monitor.stop("failed", messageOf(error));
      sweep.leave(chosen);
    }
  }

  /** Sent first and deleted only then, so that a kill in between makes a duplicate and never a loss. */
  async #sendFresh(letters: readonly Letter[]): Promise<ReadonlySet<string>> {
    const { run, monitor, ports } = this.#sending;
    if (letters.length === 0) return new Set();
    const taken = await ports.queues.target.send(letters.map(beforeDeath));
    this.refused += letters.length - taken.size;
    if (taken.size === 0)
      monitor.stop("not_taken", `The queue ${ports.queues.target.name} refused a whole batch.`);
    const records = letters.flatMap((letter) => {
      const messageId = taken.get(letter.letterId);
      return messageId === undefined ? [] : [sentLetter(letter, messageId)];
    });
    if (records.length > 0 && !(await ports.redrives.record(run, records))) monitor.loseRun();
    return new Set(taken.keys());
  }
}
