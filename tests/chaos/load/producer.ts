import { setTimeout as sleep } from "node:timers/promises";
import type { SentEvent } from "../oracle/content.ts";
import type { Journal, Outcome } from "../oracle/journal.ts";
import { type Answer, outcomeOf, outcomesOf } from "./outcomes.ts";
import type { PlannedRequest } from "./plan.ts";
import { type WireRequest, wireRequest } from "./request.ts";

export interface ProducerOptions {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly journal: Journal;
  /** Aborted when nothing more is to be sent. */
  readonly signal: AbortSignal;
  /** Starts every correlation id, so that a run's ids are its own. */
  readonly prefix: string;
}

/** Attempts for one event by all requests together: a claim remembers sixteen acceptances. */
const attemptsPerEvent = 16;
const backoffMs = { shortest: 100, longest: 2_500 };
/** A second of Retry-After is waited for as so many milliseconds, as all times of a run are short. */
const retryAfterScale = 250;
const patienceMs = 30_000;

/** A client as it should be: repeats what was not taken, with the same ids, and waits longer each time. */
export class Producer {
  readonly #options: ProducerOptions;
  readonly #attempts = new Map<string, number>();
  #requests = 0;
  #givenUp = 0;

  constructor(options: ProducerOptions) {
    this.#options = options;
  }

  /** Events that were attempted as often as they may be and never got a 202 for this request. */
  get givenUp(): number {
    return this.#givenUp;
  }

  /** Resolves when all events of the request were taken, given up, or the run was ended. */
  async send(planned: PlannedRequest): Promise<void> {
    let events = planned.events;
    for (let attempt = 0; events.length > 0 && !this.#options.signal.aborted; attempt += 1) {
      const willing = events.filter((event) => this.#mayAttempt(event));
      this.#givenUp += events.length - willing.length;
      if (willing.length === 0) return;
      const { outcomes, retryAfterSeconds } = await this.#attempt({ ...planned, events: willing });
      events = willing.filter((_, index) => shouldRepeat(outcomes[index]));
      if (events.length > 0) await this.#wait(attempt, retryAfterSeconds);
    }
  }

  #mayAttempt({ id }: SentEvent): boolean {
    const before = this.#attempts.get(id) ?? 0;
    this.#attempts.set(id, before + 1);
    return before < attemptsPerEvent;
  }

  async #attempt(planned: PlannedRequest) {
    this.#requests += 1;
    const correlationId = `${this.#options.prefix}.${this.#requests}`;
    const close = this.#options.journal.sending(correlationId, planned.events);
    const answer = await this.#post(wireRequest(planned), correlationId);
    const outcomes = planned.batch ? outcomesOf(answer, planned.events.length) : [outcomeOf(answer)];
    close(outcomes);
    const seconds = "status" in answer ? Number(answer.retryAfter ?? 0) : 0;
    return { outcomes, retryAfterSeconds: Number.isFinite(seconds) ? seconds : 0 };
  }

  async #post({ path, contentType, body }: WireRequest, correlationId: string): Promise<Answer> {
    try {
      const response = await fetch(this.#options.apiUrl + path, {
        method: "POST",
        headers: {
          "content-type": contentType,
          "x-api-key": this.#options.apiKey,
          "x-correlation-id": correlationId,
        },
        body,
        signal: AbortSignal.timeout(patienceMs),
      });
      const retryAfter = response.headers.get("retry-after") ?? undefined;
      return { status: response.status, retryAfter, text: await response.text() };
    } catch (error) {
      return { broken: causeOf(error) };
    }
  }

  async #wait(attempt: number, retryAfterSeconds: number): Promise<void> {
    const ceiling = Math.min(backoffMs.longest, backoffMs.shortest * 2 ** Math.min(attempt, 10));
    const ms = Math.max(ceiling / 2 + (Math.random() * ceiling) / 2, retryAfterSeconds * retryAfterScale);
    await sleep(ms, undefined, { signal: this.#options.signal }).catch(() => undefined);
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** What is unknown is repeated, and what was refused for now. */
function shouldRepeat(outcome: Outcome | undefined): boolean {
  return (
    outcome === undefined ||
    outcome.kind === "unknown" ||
    (outcome.kind === "refused" && outcome.status === 429)
  );
}
