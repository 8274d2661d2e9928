/**
 * The models that the gateway applies to bodies: a pre-filter only. API Gateway answers a failed
 * model with 400 and without a path, so everything finer is left to ingest, which answers 422 and
 * names the path (ADR 0005).
 */
export const gatewayModels = {
  JsonObject: { type: "object" },
  // OpenAPI wants items described, if only as anything.
  JsonArray: { type: "array", items: {} },
} as const;

export type GatewayModel = keyof typeof gatewayModels;

/** Which model belongs to a body, by the schema that the document gives it. */
export function gatewayModelOf(schema: unknown): GatewayModel {
  const isList = typeof schema === "object" && schema !== null && "type" in schema && schema.type === "array";
  return isList ? "JsonArray" : "JsonObject";
}
