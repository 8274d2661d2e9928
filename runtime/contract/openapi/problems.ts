import { type ErrorCode, errors } from "../errors.ts";
import { correlationIdExample } from "./examples.ts";
import { headerRefs } from "./headers.ts";
import { type JsonObject, ref } from "./json-schema.ts";

/** What any operation behind the key can answer. */
export const keyedProblems = [
  "invalid_key",
  "unknown_producer",
  "too_many_requests",
  "internal_error",
  "unavailable",
  "timeout",
] as const satisfies readonly ErrorCode[];

/** What an operation can answer that needs no key and asks no service. */
export const openProblems = [
  "too_many_requests",
  "internal_error",
  "timeout",
] as const satisfies readonly ErrorCode[];

/** The responses of these codes by status, in ascending order. */
export function problemResponses(codes: readonly ErrorCode[]): JsonObject {
  const statuses = [...new Set(codes.map((code) => errors[code].status))].sort((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => [
      String(status),
      responseOf(codes.filter((code) => errors[code].status === status)),
    ]),
  );
}

function responseOf(codes: readonly ErrorCode[]): JsonObject {
  const isTransient = codes.some((code) => errors[code].persistence === "transient");
  return {
    description: codes.map((code) => `${errors[code].title} (\`${code}\`).`).join(" "),
    headers: headerRefs(["X-Correlation-Id", ...(isTransient ? (["Retry-After"] as const) : [])]),
    content: {
      "application/problem+json": {
        schema: ref("Problem"),
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  };
}

function exampleOf(code: ErrorCode): JsonObject {
  const { title, status } = errors[code];
  return {
    type: `urn:fluxa:problem:${code}`,
    title,
    status,
    detail: `${title}.`,
    code,
    correlationId: correlationIdExample,
    ...(code === "schema_violation" && {
      errors: [
        { path: "/data/amount", message: "must be an integer in minor units, such as 1999 for 19.99 EUR" },
      ],
    }),
  };
}
