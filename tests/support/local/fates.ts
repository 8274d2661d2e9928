import type { Message } from "@aws-sdk/client-sqs";
import { until } from "../until.ts";
import { depth, drain, eventIdsOf, subscribe } from "./aws.ts";
import { type Oracle, openDatabase } from "./database.ts";
import type { Addresses } from "./instance.ts";

/** What became of one event. */
export interface Fate {
  /** Rows that hold it. */
  readonly rows: number;
  readonly announced: boolean;
  /** The failure types of its dead letters. */
  readonly dead: readonly string[];
}

/** The one good end. */
export const storedOnce: Fate = { rows: 1, announced: true, dead: [] };

const queue = "fluxa-events";
const deadLetterQueue = "fluxa-dead-letters";
const observer = "observer";

/** Follows events over a connection and a subscription of the test's own. */
export class Fates {
  readonly database: Oracle;
  readonly #instance: Addresses;
  readonly #announced = new Set<string>();
  readonly #letters: Message[] = [];

  private constructor(instance: Addresses, database: Oracle) {
    this.#instance = instance;
    this.database = database;
  }

  static async follow(instance: Addresses): Promise<Fates> {
    await subscribe(instance, observer);
    return new Fates(instance, await openDatabase(instance));
  }

  /** Waits until nothing is under way any more, and says what became of these events. */
  async of(...eventIds: readonly string[]): Promise<readonly Fate[]> {
    await this.#rest();
    await this.#listen();
    const stored = await this.database.storedCounts();
    return eventIds.map((eventId) => ({
      rows: stored.get(eventId) ?? 0,
      announced: this.#announced.has(eventId),
      dead: this.lettersOf(eventId).map((letter) => textOf(letter, "failure_type")),
    }));
  }

  /** Dead letters so far, of one event or of all. */
  lettersOf(eventId?: string): readonly Message[] {
    return this.#letters.filter(
      (letter) => eventId === undefined || (letter.Body ?? "").includes(`"eventId":"${eventId}"`),
    );
  }

  /** What is in hand counts as queued, and what was stored is in the outbox until it is announced. */
  async #rest(): Promise<void> {
    await until("everything to come to rest", async () => {
      if ((await depth(this.#instance, queue)) > 0) return undefined;
      const { outbox } = await this.database.totals();
      return outbox === 0 ? true : undefined;
    });
  }

  async #listen(): Promise<void> {
    const announced = await drain(this.#instance, observer);
    for (const eventId of eventIdsOf(announced)) this.#announced.add(eventId);
    this.#letters.push(...(await drain(this.#instance, deadLetterQueue)));
  }
}

export function textOf({ MessageAttributes = {} }: Message, attribute: string): string {
  return MessageAttributes[attribute]?.StringValue ?? "";
}
