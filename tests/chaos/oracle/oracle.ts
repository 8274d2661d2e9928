import type { SQSClient } from "@aws-sdk/client-sqs";
import type { Addresses } from "./addresses.ts";
import type { Evidence } from "./evidence.ts";
import { Journal } from "./journal.ts";
import { type Judgement, judge } from "./judge.ts";
import { Listener } from "./listener.ts";
import { depthOf, queueClient, readLetters } from "./queues.ts";
import { type Progress, readProgress, readStored } from "./read-database.ts";

/** What the queues hold while the run goes on. */
export interface Backlog {
  /** Messages of the event queue: waiting, in hand or delayed. */
  readonly queued: number;
  /** Announced and not yet heard. */
  readonly unheard: number;
}

/** Whether nothing is left to be done. */
export function isAtRest({ pending, unannounced }: Progress, { queued, unheard }: Backlog): boolean {
  return queued + pending + unannounced + unheard === 0;
}

/**
 * Knows what was sent, sees for itself what became of it, and compares. It imports nothing of the
 * code under test, which a test of the imports holds.
 */
export class Oracle {
  readonly journal: Journal;
  readonly #producer: string;
  readonly #addresses: Addresses;
  readonly #listener: Listener;
  readonly #client: SQSClient;
  readonly #deadlocks = new DeadlockCount();

  private constructor(addresses: Addresses, producer: string, listener: Listener) {
    this.journal = new Journal(producer);
    this.#producer = producer;
    this.#addresses = addresses;
    this.#listener = listener;
    this.#client = queueClient(addresses);
  }

  /** Subscribes before the first event is sent. */
  static async watch(addresses: Addresses, producer: string): Promise<Oracle> {
    return new Oracle(addresses, producer, await Listener.subscribe(addresses));
  }

  get heard(): number {
    return this.#listener.heard.heard.length;
  }

  /** @throws when the database cannot be asked just now. */
  async lookAtStore(): Promise<Progress> {
    const progress = await readProgress(this.#addresses);
    this.#deadlocks.see(progress.deadlocks);
    return progress;
  }

  /** @throws when the queues cannot be asked just now. */
  async lookAtQueues(): Promise<Backlog> {
    return {
      queued: await depthOf(this.#client, this.#addresses.queueUrl),
      unheard: await this.#listener.left(),
    };
  }

  /** @param corrupted ids of events whose payload S3 was made to give back changed. */
  async judge(
    corrupted: ReadonlySet<string>,
  ): Promise<{ readonly evidence: Evidence; readonly judgement: Judgement }> {
    await this.lookAtStore();
    const evidence: Evidence = {
      producer: this.#producer,
      attempts: this.journal.attempts,
      ...(await readStored(this.#addresses)),
      ...this.#listener.heard,
      letters: await readLetters(this.#client, this.#addresses),
      queued: await depthOf(this.#client, this.#addresses.queueUrl),
      deadlocks: this.#deadlocks.total,
      corrupted,
    };
    return { evidence, judgement: judge(evidence) };
  }

  async close(): Promise<void> {
    await this.#listener.stop();
    this.#client.destroy();
  }
}

/** A server that was killed counts from zero again, so what it counted before is added. */
class DeadlockCount {
  #before = 0;
  #latest = 0;

  see(count: number): void {
    if (count < this.#latest) this.#before += this.#latest;
    this.#latest = count;
  }

  get total(): number {
    return this.#before + this.#latest;
  }
}
