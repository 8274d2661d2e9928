import * as v from "valibot";
import { gatewayModelOf, gatewayModels } from "../../runtime/contract/openapi/gateway-model.ts";
import { gatewayResponses } from "./gateway-responses.ts";

const Operation = v.object({
  "x-fluxa-function": v.picklist(["ingest", "query"]),
  security: v.optional(v.array(v.record(v.string(), v.array(v.string())))),
  requestBody: v.optional(v.object({ content: v.record(v.string(), v.object({ schema: v.unknown() })) })),
});

const OpenApi = v.object({
  info: v.object({ title: v.string(), version: v.string() }),
  security: v.array(v.record(v.string(), v.array(v.string()))),
  paths: v.record(v.string(), v.record(v.string(), Operation)),
});

type Operation = v.InferOutput<typeof Operation>;

/** A function behind the gateway. */
export type GatewayFunction = Operation["x-fluxa-function"];

/**
 * The version is the stage of API Gateway, so that its URL ends in /v1 and paths, `Location` and
 * the document's relative server hold there as they do everywhere else.
 */
export const stageName = "v1";

/**
 * The API as API Gateway imports it: routes, keys, the request model and the gateway's own answers
 * of the published OpenAPI document. Schemas stay out, because API Gateway knows only a part of
 * them and refuses the rest (ADR 0005).
 * @param uris Invocation URI of each function.
 * @throws ValiError when the document is not one that Fluxa generated.
 */
export function gatewayDocument(document: unknown, uris: Readonly<Record<GatewayFunction, string>>): object {
  const { info, security, paths } = v.parse(OpenApi, document);
  return {
    openapi: "3.0.1",
    info,
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, operations]) => [
        withoutVersion(path),
        Object.fromEntries(
          Object.entries(operations).map(([method, operation]) => [
            method,
            gatewayOperation(path, operation, security, uris),
          ]),
        ),
      ]),
    ),
    components: {
      schemas: gatewayModels,
      securitySchemes: { apiKey: { type: "apiKey", in: "header", name: "x-api-key" } },
    },
    "x-amazon-apigateway-api-key-source": "HEADER",
    "x-amazon-apigateway-request-validators": {
      all: { validateRequestBody: true, validateRequestParameters: true },
    },
    "x-amazon-apigateway-request-validator": "all",
    "x-amazon-apigateway-gateway-responses": gatewayResponses(),
  };
}

function gatewayOperation(
  path: string,
  operation: Operation,
  inherited: v.InferOutput<typeof OpenApi>["security"],
  uris: Readonly<Record<GatewayFunction, string>>,
): object {
  const parameters = pathParameters(path);
  return {
    security: operation.security ?? inherited,
    ...(parameters.length > 0 && { parameters }),
    ...(operation.requestBody !== undefined && { requestBody: gatewayBody(operation.requestBody.content) }),
    responses: { "200": { description: "What the function answers." } },
    "x-amazon-apigateway-integration": {
      type: "aws_proxy",
      httpMethod: "POST",
      uri: uris[operation["x-fluxa-function"]],
      passthroughBehavior: "when_no_match",
      timeoutInMillis: 29_000,
    },
  };
}

/** Other content types pass, and ingest answers 415. A body is not required here, so that ingest can say what is missing. */
function gatewayBody(content: Readonly<Record<string, { readonly schema: unknown }>>): object {
  const models = Object.entries(content).map(([type, { schema }]) => {
    const $ref = `#/components/schemas/${gatewayModelOf(schema)}`;
    return [type, { schema: { $ref } }];
  });
  return { content: Object.fromEntries(models) };
}

function pathParameters(path: string): readonly object[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function withoutVersion(path: string): string {
  if (path.startsWith(`/${stageName}/`)) return path.slice(stageName.length + 1);
  throw new Error(
    `The route ${path} is not below /${stageName}, which is the API's stage, so it could never be reached. Move it there.`,
  );
}
