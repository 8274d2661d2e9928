import { type ErrorCode, errors } from "../../runtime/contract/errors.ts";
import type { Answer } from "./answer.ts";

/** Why the gateway itself refuses a request or cannot answer it. */
export class GatewayProblem extends Error {
  override readonly name = "GatewayProblem";
  readonly code: ErrorCode;
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, detail: string, options: { status?: number; retryAfter?: number } = {}) {
    super(detail);
    this.code = code;
    this.status = options.status ?? errors[code].status;
    this.retryAfter = options.retryAfter;
  }
}

/** A problem as the answer that API Gateway is configured to give (RFC 9457). */
export function problemAnswer(problem: GatewayProblem, correlationId: string): Answer {
  const { code, status, message, retryAfter } = problem;
  const body = {
    type: `urn:fluxa:problem:${code}`,
    title: errors[code].title,
    status,
    detail: message,
    code,
    correlationId,
  };
  return {
    status,
    headers: [
      ["content-type", "application/problem+json"],
      ["cache-control", "no-store"],
      ["x-correlation-id", correlationId],
      ...(retryAfter === undefined ? [] : [["retry-after", String(retryAfter)] as const]),
    ],
    body: Buffer.from(JSON.stringify(body)),
  };
}
