import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Strike } from "../../faults/decisions.ts";
import type { Call } from "./call.ts";
import { type Answer, noSuchKey, refusals } from "./refusals.ts";
import { allRefused, refuseSome } from "./refuse-some.ts";

/** A request in the hands of fauxqs's web framework. */
export interface Request {
  body: unknown;
  readonly raw: IncomingMessage;
}

export interface Reply {
  status(code: number): unknown;
  headers(values: Readonly<Record<string, string>>): unknown;
  getHeaders(): Readonly<Record<string, unknown>>;
  removeHeader(name: string): unknown;
  send(payload: string): unknown;
  /** Nothing is answered any more. */
  hijack(): unknown;
}

/** What is done to the answer on its way out. */
export type After = (payload: unknown, reply: Reply) => unknown;

/**
 * Does what comes before the call takes effect, or instead of it.
 * @param crash Ends the caller.
 * @returns What is left to do with the answer.
 */
export async function strikeCall(
  { rule, random }: Strike,
  { service }: Call,
  request: Request,
  reply: Reply,
  crash: () => void,
): Promise<After | undefined> {
  switch (rule.action) {
    case "refuse":
      return answer(reply, refusals[service]);
    case "refuse-some":
      return service === "s3" ? undefined : refuseEntries(service, request, reply, random);
    case "slow":
      await sleep(rule.ms);
      return undefined;
    case "silent":
      return void reply.hijack();
    case "crash":
      reply.hijack();
      crash();
      return undefined;
    case "missing":
      return answer(reply, noSuchKey);
    case "silent-after":
      return (payload) => neverAnswer(request, payload);
    case "crash-after":
      return (payload) => {
        crash();
        return neverAnswer(request, payload);
      };
    case "corrupt":
      return (payload, outgoing) => changeByte(payload, withoutChecksums(outgoing));
    case "garble":
      return changeByte;
    default:
      return undefined;
  }
}

/** Resolves when it is sent: the web framework would go on to the call itself before. */
async function answer(reply: Reply, { status, headers, body }: Answer): Promise<undefined> {
  reply.status(status);
  reply.headers(headers);
  await reply.send(body);
}

async function refuseEntries(
  service: "sqs" | "sns",
  request: Request,
  reply: Reply,
  random: () => number,
): Promise<After | undefined> {
  const remainder = refuseSome(request.body, random);
  if (remainder === undefined) return answer(reply, refusals[service]);
  if (remainder.body === undefined) return answer(reply, allRefused(service, remainder));
  request.body = remainder.body;
  return (payload, outgoing) => {
    const completed = remainder.complete(String(payload));
    outgoing.removeHeader("content-length");
    return completed;
  };
}

/** Until the caller has gone; nobody reads the answer then. */
async function neverAnswer({ raw: { socket } }: Request, payload: unknown): Promise<unknown> {
  if (!socket.destroyed) await once(socket, "close");
  return payload;
}

function withoutChecksums(reply: Reply): Reply {
  for (const name of Object.keys(reply.getHeaders())) {
    if (name.startsWith("x-amz-checksum-")) reply.removeHeader(name);
  }
  return reply;
}

/** Of the same length, so that nothing but the contents tells. */
function changeByte(payload: unknown, _reply: Reply): unknown {
  if (!Buffer.isBuffer(payload) || payload.length === 0) return payload;
  const changed = Buffer.from(payload);
  const middle = Math.floor(changed.length / 2);
  changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle);
  return changed;
}
