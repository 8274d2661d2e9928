import type { Problem } from "../../../runtime/core/problem.ts";

/** What is sent, and in which words it is refused. */
export interface Refusal {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly says: string;
  /** Messages by path. */
  readonly faults?: Readonly<Record<string, string>>;
}

export function messagesByPath({ faults }: Problem): Readonly<Record<string, string>> {
  return Object.fromEntries(faults.map(({ path, message }) => [path, message]));
}
