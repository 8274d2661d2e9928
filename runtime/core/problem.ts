import { type ErrorCode, errors } from "../contract/errors.ts";

/** One thing that is wrong with a request: a JSON Pointer (RFC 6901) or `header <name>`, and what to do. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

interface ProblemOptions {
  readonly faults?: readonly Fault[];
  /** Seconds after which a repeated request may succeed. @default 2 for what is transient */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** An answer other than success, by its code in the registry (RFC 9457). */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ErrorCode;
  readonly faults: readonly Fault[];
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, detail: string, { faults = [], retryAfter, cause }: ProblemOptions = {}) {
    super(detail, { cause });
    this.code = code;
    this.faults = faults;
    this.retryAfter = retryAfter ?? (errors[code].persistence === "transient" ? 2 : undefined);
  }

  get status(): number {
    return errors[this.code].status;
  }
}

/** The `application/problem+json` document of a problem. */
export function problemDocument(problem: Problem, correlationId: string) {
  const { status, title } = errors[problem.code];
  return {
    type: `urn:fluxa:problem:${problem.code}`,
    title,
    status,
    detail: problem.message,
    code: problem.code,
    correlationId,
    ...(problem.faults.length > 0 && { errors: problem.faults }),
  };
}
