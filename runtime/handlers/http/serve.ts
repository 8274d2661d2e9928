import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { Problem, problemDocument } from "../../core/problem.ts";
import type { Log } from "../../ports/log.ts";
import { loggablePaths } from "./loggable-paths.ts";
import { correlationIdOf, type Headers, headersOf } from "./request.ts";

/** One request on its way through a route. */
export interface Exchange {
  readonly event: APIGatewayProxyEvent;
  readonly headers: Headers;
  readonly correlationId: string;
}

/** A successful answer; `body` is JSON text. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds after which a part of the request may be repeated. */
  readonly retryAfter?: number;
}

/** Routes by method and resource as the OpenAPI document writes them: `GET /v1/events/{eventId}`. */
export type Routes = Readonly<Record<string, (exchange: Exchange) => Promise<Answer>>>;

/** Finds the route of a request and turns its answer, or whatever it throws, into a proxy response. */
export async function serve(
  event: APIGatewayProxyEvent,
  routes: Routes,
  log: Log,
): Promise<APIGatewayProxyResult> {
  const headers = headersOf(event);
  const correlationId = correlationIdOf(event, headers);
  try {
    const route = routes[`${event.httpMethod} ${resourceOf(event)}`];
    if (route === undefined)
      throw new Problem("route_not_found", `There is no ${event.httpMethod} ${event.path}.`);
    return respond(await route({ event, headers, correlationId }), correlationId);
  } catch (error) {
    const problem = error instanceof Problem ? error : unexpected(error);
    logProblem(problem, correlationId, log);
    return respondProblem(problem, correlationId);
  }
}

/** On API Gateway the version is the stage and not part of the resource (ADR 0007). */
function resourceOf({ resource, requestContext: { stage } }: APIGatewayProxyEvent): string {
  return resource.startsWith("/v1/") ? resource : `/${stage}${resource}`;
}

function unexpected(cause: unknown): Problem {
  const detail =
    "The request failed for a reason that is not yours. Send it again; if it goes on, tell the platform team the correlation id.";
  return new Problem("internal_error", detail, { retryAfter: 5, cause });
}

function logProblem(problem: Problem, correlationId: string, log: Log): void {
  const fields = { correlationId, code: problem.code, status: problem.status };
  if (problem.status >= 500) log.error("request failed", { ...fields, error: problem.cause ?? problem });
  else log.info("request refused", { ...fields, paths: loggablePaths(problem) });
}

function respond(
  { status, body, headers, retryAfter }: Answer,
  correlationId: string,
): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: {
      ...commonHeaders("application/json", correlationId),
      ...retryHeader(retryAfter),
      ...headers,
    },
    body,
  };
}

function respondProblem(problem: Problem, correlationId: string): APIGatewayProxyResult {
  return {
    statusCode: problem.status,
    headers: {
      ...commonHeaders("application/problem+json", correlationId),
      ...retryHeader(problem.retryAfter),
    },
    body: JSON.stringify(problemDocument(problem, correlationId)),
  };
}

/** Up to twice as long, so that those who were refused together do not come back together. */
function retryHeader(seconds: number | undefined) {
  if (seconds === undefined) return {};
  return { "Retry-After": String(seconds + Math.floor(Math.random() * (seconds + 1))) };
}

function commonHeaders(contentType: string, correlationId: string) {
  return { "Content-Type": contentType, "X-Correlation-Id": correlationId, "Cache-Control": "no-store" };
}
