import { Agent, request } from "node:http";
import type { BenchEvent } from "./events.ts";

/** Where events are sent. */
export interface Api {
  readonly apiUrl: string;
  readonly apiKey: string;
}

const sockets = 128;
const accepted = 202;

/** Sends events over connections that are kept. */
export class Client {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: sockets });
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** @returns Whether all of them were taken; never rejects. */
  send(events: readonly BenchEvent[], path: "/v1/events" | "/v1/events/batch"): Promise<boolean> {
    const texts = events.map(({ json }) => json).join(",");
    return this.#post(path, path === "/v1/events" ? texts : `[${texts}]`);
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(path: string, body: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const message = request(`${this.#api.apiUrl}${path}`, {
      agent: this.#agent,
      method: "POST",
      headers: {
        "x-api-key": this.#api.apiKey,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
      },
    });
    message.on("error", () => resolve(false));
    message.on("response", (response) => {
      response.on("error", () => resolve(false));
      response.on("end", () => resolve(response.statusCode === accepted));
      response.resume();
    });
    message.end(body);
    return promise;
  }
}
