import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import * as v from "valibot";
import { CorrelationId } from "../../runtime/contract/identifiers.ts";
import { limits } from "../../runtime/contract/limits.ts";
import type { Invocable, InvocationResult } from "../lambda/function.ts";
import type { Answer } from "./answer.ts";
import { type ApiKey, checkKey } from "./api-key.ts";
import { GatewayProblem, problemAnswer } from "./gateway-problem.ts";
import { proxyEvent } from "./proxy-event.ts";
import { answerOf, tookTooLong } from "./proxy-response.ts";
import { announcesTooMuch, readBody, tooLarge } from "./read-body.ts";
import { checkModel } from "./request-model.ts";
import type { FindRoute, Route } from "./routes.ts";

/** What a REST API is configured with. */
export interface ApiConfiguration {
  readonly findRoute: FindRoute;
  readonly key: ApiKey;
  readonly functions: ReadonlyMap<string, Invocable>;
}

export interface Answered {
  readonly answer: Answer;
  readonly requestId: string;
}

/** API Gateway's limit for an integration. */
const integrationMs = 29_000;

/** Answers a request as the REST API would. Never rejects. */
export async function answerRequest(api: ApiConfiguration, message: IncomingMessage): Promise<Answered> {
  const requestId = randomUUID();
  try {
    return { answer: await integrate(api, message, requestId), requestId };
  } catch (error) {
    return { answer: problemAnswer(asProblem(error), correlationOf(message, requestId)), requestId };
  }
}

async function integrate(
  api: ApiConfiguration,
  message: IncomingMessage,
  requestId: string,
): Promise<Answer> {
  const receivedAt = new Date();
  const url = urlOf(message);
  // The body is read before anything is refused, so that its sender is still listening.
  const body = await readBody(message);
  const route = api.findRoute(message.method ?? "GET", url.pathname);
  if (route === undefined) throw noRoute(message, url);
  const key = route.needsKey ? checkKey(one(message.headers["x-api-key"]), api.key) : undefined;
  if (route.model !== undefined) checkModel(route.model, message.headers["content-type"], body);
  const event = JSON.stringify(proxyEvent({ message, url, route, key, requestId, receivedAt, body }));
  const bytes = Buffer.byteLength(event);
  if (bytes > limits.lambdaPayloadBytes) throw tooLarge(`${bytes} (as the function would receive it)`);
  return answerOf(await invoke(api, route, event));
}

/** @throws GatewayProblem `timeout` after 29 s; the function goes on, as it does on AWS. */
async function invoke(
  { functions }: ApiConfiguration,
  route: Route,
  event: string,
): Promise<InvocationResult> {
  const target = functions.get(route.functionName);
  if (target === undefined) throw new Error(`There is no function ${route.functionName}.`);
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(tookTooLong()), integrationMs);
  try {
    return await Promise.race([target.invoke(event), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Answers a request whose body nobody wants, before it is sent. */
export function refuseAnnounced(message: IncomingMessage): Answered | undefined {
  if (!announcesTooMuch(message)) return undefined;
  const requestId = randomUUID();
  const size = message.headers["content-length"] ?? "";
  return { answer: problemAnswer(tooLarge(size), correlationOf(message, requestId)), requestId };
}

function urlOf({ url = "/", headers }: IncomingMessage): URL {
  const host = headers.host ?? "localhost";
  const parsed = URL.parse(url, `http://${host}`) ?? URL.parse(url, "http://localhost");
  if (parsed === null) throw new GatewayProblem("route_not_found", "The request's path cannot be read.");
  return parsed;
}

function noRoute({ method }: IncomingMessage, { pathname }: URL): GatewayProblem {
  return new GatewayProblem(
    "route_not_found",
    `There is no route ${method} ${pathname.slice(0, 200)}. The API's routes are listed in its OpenAPI document.`,
  );
}

/** A correlation id that was sent and is one, else the request's id. */
export function correlationOf({ headers }: IncomingMessage, requestId: string): string {
  const sent = v.safeParse(CorrelationId, headers["x-correlation-id"]);
  return sent.success ? sent.output : requestId;
}

function asProblem(error: unknown): GatewayProblem {
  if (error instanceof GatewayProblem) return error;
  return new GatewayProblem("internal_error", "The gateway failed. Send the request again.", {
    retryAfter: 1,
  });
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
