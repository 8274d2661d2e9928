import { setTimeout as sleep } from "node:timers/promises";
import { StartFailure } from "../start-failure.ts";
import { type LocalPostgres, type PostgresOptions, startPostgres } from "./embedded.ts";

const attempts = 5;
const pauseMs = 500;

/** A server that can be taken away on purpose and be brought back where it was. */
export class RestartablePostgres {
  readonly superuserUrl: string;
  /** Resolves when the server ended and nobody had asked for it. */
  readonly died: Promise<void>;
  readonly #options: PostgresOptions;
  #server: LocalPostgres;
  #wanted = true;
  #isClosed = false;
  /** One thing at a time; never rejects. */
  #work: Promise<unknown> = Promise.resolve();
  #noteDeath: () => void = () => undefined;

  private constructor(options: PostgresOptions, server: LocalPostgres) {
    this.#options = { ...options, port: server.port, keepLog: true };
    this.#server = server;
    this.superuserUrl = server.superuserUrl;
    this.died = new Promise((resolve) => {
      this.#noteDeath = resolve;
    });
    this.#watch(server);
  }

  /** @throws StartFailure */
  static async start(options: PostgresOptions): Promise<RestartablePostgres> {
    return new RestartablePostgres(options, await startPostgres(options));
  }

  /** Stops it for good. */
  close(): Promise<void> {
    this.#isClosed = true;
    return this.stop();
  }

  /** May be called again, and while it is away. */
  stop(): Promise<void> {
    return this.#inTurn(() => this.#end((server) => server.stop()));
  }

  /** Brings a server back that was stopped; nothing happens when it is there. */
  start(): Promise<void> {
    return this.#inTurn(() => this.#bringBack());
  }

  /** Kills it with all its processes and brings it back; nothing happens while it is away. */
  restart(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#wanted) return;
      await this.#end((server) => server.kill());
      await this.#bringBack();
    });
  }

  async #end(how: (server: LocalPostgres) => Promise<void>): Promise<void> {
    this.#wanted = false;
    await how(this.#server);
  }

  /** What a killed server shared with its processes is given back a moment after they ended. */
  async #bringBack(): Promise<void> {
    if (this.#wanted || this.#isClosed) return;
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#server = await startPostgres(this.#options);
        break;
      } catch (error) {
        if (!(error instanceof StartFailure) || attempt === attempts) throw error;
        await sleep(pauseMs);
      }
    }
    this.#wanted = true;
    this.#watch(this.#server);
  }

  #watch(server: LocalPostgres): void {
    void server.ended.then(() => {
      if (this.#wanted) this.#noteDeath();
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
