import openapi from "../../runtime/contract/openapi.json" with { type: "json" };
import type { Invocable } from "../lambda/function.ts";
import type { ApiConfiguration } from "./api.ts";
import type { ApiKey } from "./api-key.ts";
import { routesOf } from "./routes.ts";

/** The id under which functions know the key of the local mode. */
export function apiKeyOf(value: string): ApiKey {
  return { id: "local", value };
}

/** The API that the generated OpenAPI document describes, in front of these functions. */
export function restApi(apiKey: string, functions: Readonly<Record<string, Invocable>>): ApiConfiguration {
  return {
    findRoute: routesOf(openapi),
    key: apiKeyOf(apiKey),
    functions: new Map(Object.entries(functions)),
  };
}
