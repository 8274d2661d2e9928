import { request } from "node:http";
import * as v from "valibot";

const apiKey = "local-dev-key";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** null sends none. */
  readonly key?: string | null;
}

const Accepted = v.object({
  eventId: v.string(),
  correlationId: v.string(),
  fingerprint: v.string(),
  status: v.literal("accepted"),
});

/** One HTTP request to the API. */
export async function call(
  url: string,
  { method = "GET", headers = {}, body, key = apiKey }: Call = {},
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: { ...(key !== null && { "x-api-key": key }), ...headers },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

/** Posts an event as plain JSON. */
export function post(
  apiUrl: string,
  event: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  return call(`${apiUrl}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof event === "string" ? event : JSON.stringify(event),
  });
}

/** The receipt of a 202. @throws when it was no 202. */
export function accepted(reply: Reply): v.InferOutput<typeof Accepted> {
  if (reply.status !== 202) throw new Error(`Expected a 202, got ${reply.status}: ${reply.text}`);
  return v.parse(Accepted, reply.json);
}

interface Announced {
  /** Sends the body that was announced; the status of the answer. */
  readonly send: () => Promise<number | undefined>;
}

/** Begins a POST and resolves once the server has asked for its body, so that it is surely in flight. */
export function announce(url: string, body: string): Promise<Announced> {
  return new Promise((resolve, reject) => {
    const message = request(url, {
      method: "POST",
      headers: {
        "x-api-key": apiKey,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        expect: "100-continue",
      },
    });
    const answered = new Promise<number | undefined>((settle, fail) => {
      message.on("error", fail);
      message.on("response", (response) => {
        response.resume();
        settle(response.statusCode);
      });
    });
    const send = () => {
      message.end(body);
      return answered;
    };
    answered.catch(reject);
    message.on("continue", () => resolve({ send }));
    message.flushHeaders();
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
