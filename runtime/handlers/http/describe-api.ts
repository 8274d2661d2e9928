import { findEventType } from "../../contract/event-types/index.ts";
import { schemaList } from "../../contract/openapi/schema-list.ts";
import { Problem } from "../../core/problem.ts";
import type { Answer, Exchange, Routes } from "./serve.ts";

interface ApiDocument {
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** The routes that say what the API is; an answer is the same for as long as the function is deployed. */
export function describeApi(read: () => Promise<ApiDocument>): Routes {
  return {
    "GET /v1/health": async () => answer({ status: "ok" }),
    "GET /v1/openapi.json": async () => answer(await read()),
    "GET /v1/schemas": async () => answer(schemaList),
    "GET /v1/schemas/{type}": async (exchange) => answer(schemaOf(exchange, await read())),
  };
}

function schemaOf({ event }: Exchange, { components }: ApiDocument): unknown {
  const type = event.pathParameters?.["type"] ?? "";
  if (findEventType(type) !== undefined) return components.schemas[type];
  throw new Problem("unknown_schema", "There is no event type of this name; GET /v1/schemas lists them.");
}

function answer(value: unknown): Answer {
  return { status: 200, body: JSON.stringify(value) };
}
