import * as v from "valibot";
import { type GatewayModel, gatewayModelOf } from "../../runtime/contract/openapi/gateway-model.ts";

/** One operation of the API, with the values of the path's parameters. */
export interface Route {
  readonly functionName: string;
  /** The template, such as `/v1/events/{eventId}`. */
  readonly resource: string;
  readonly needsKey: boolean;
  /** What the gateway asks of the body. */
  readonly model: GatewayModel | undefined;
  readonly parameters: Readonly<Record<string, string>>;
}

export type FindRoute = (method: string, path: string) => Route | undefined;

const Security = v.array(v.record(v.string(), v.array(v.string())));

const Operation = v.object({
  "x-fluxa-function": v.string(),
  security: v.optional(Security),
  requestBody: v.optional(v.object({ content: v.record(v.string(), v.object({ schema: v.unknown() })) })),
});

const Operations = v.object({
  get: v.optional(Operation),
  put: v.optional(Operation),
  post: v.optional(Operation),
  delete: v.optional(Operation),
  patch: v.optional(Operation),
  head: v.optional(Operation),
  options: v.optional(Operation),
});

const Document = v.object({
  security: v.optional(Security, []),
  paths: v.record(v.string(), Operations),
});

interface Entry {
  readonly method: string;
  readonly segments: readonly string[];
  readonly route: Omit<Route, "parameters">;
}

/**
 * The routes of an OpenAPI document; a literal segment wins over a parameter.
 * @throws ValiError when an operation does not name its function.
 */
export function routesOf(document: unknown): FindRoute {
  const { paths, security } = v.parse(Document, document);
  const entries = Object.entries(paths).flatMap(([resource, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      operation === undefined ? [] : [entry(resource, method, operation, security)],
    ),
  );
  entries.sort((a, b) => parameterCount(a) - parameterCount(b));
  return (method, path) => find(entries, method, path);
}

function entry(
  resource: string,
  method: string,
  operation: v.InferOutput<typeof Operation>,
  inherited: v.InferOutput<typeof Security>,
): Entry {
  return {
    method: method.toUpperCase(),
    segments: resource.split("/"),
    route: {
      functionName: operation["x-fluxa-function"],
      resource,
      needsKey: (operation.security ?? inherited).length > 0,
      model: modelOf(operation.requestBody),
    },
  };
}

/** All bodies of an operation have one model. */
function modelOf(body: v.InferOutput<typeof Operation>["requestBody"]): GatewayModel | undefined {
  const [first] = Object.values(body?.content ?? {});
  return first && gatewayModelOf(first.schema);
}

/** API Gateway finds the resource first and its method then, so `GET /v1/events/batch` is none. */
function find(entries: readonly Entry[], method: string, path: string): Route | undefined {
  const segments = path.split("/");
  let resource: string | undefined;
  for (const candidate of entries) {
    const parameters = match(candidate.segments, segments);
    if (parameters === undefined) continue;
    resource ??= candidate.route.resource;
    if (candidate.route.resource !== resource) return undefined;
    if (candidate.method === method) return { ...candidate.route, parameters };
  }
  return undefined;
}

function match(
  template: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (template.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const actual = segments[index] ?? "";
    const name = parameterName(expected);
    if (name === undefined) {
      if (expected !== actual) return undefined;
      continue;
    }
    const value = decode(actual);
    if (value === undefined || value === "") return undefined;
    parameters[name] = value;
  }
  return parameters;
}

function parameterName(segment: string): string | undefined {
  return /^\{(.+)\}$/.exec(segment)?.[1];
}

function parameterCount({ segments }: Entry): number {
  return segments.filter((segment) => parameterName(segment) !== undefined).length;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
