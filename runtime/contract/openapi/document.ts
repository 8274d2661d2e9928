import { getHealth, getOpenApi, getSchema, listSchemas } from "./describe-operations.ts";
import { parameters, responseHeaders } from "./headers.ts";
import { postBatch } from "./post-batch.ts";
import { postEvent } from "./post-event.ts";
import { getPayload, getReceipt } from "./read-events.ts";
import { schemas } from "./schemas.ts";

/**
 * The HTTP API as OpenAPI 3.0.3. `x-fluxa-function` names the function that serves an operation; an
 * operation with an empty `security` needs no key.
 */
export const openApiDocument = {
  openapi: "3.0.3",
  info: {
    title: "Fluxa",
    version: "1.0.0",
    description:
      "Takes transaction events, stores each of them exactly once and announces it. Errors are problem details (RFC 9457) with a stable code.",
    license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
  },
  servers: [{ url: "..", description: "Relative to this document, so that it holds in every stack." }],
  tags: [
    { name: "events", description: "Send events and see what became of them." },
    { name: "description", description: "What the API accepts, and whether it answers." },
  ],
  security: [{ apiKey: [] }],
  paths: {
    "/v1/events": { post: postEvent },
    "/v1/events/batch": { post: postBatch },
    "/v1/events/{eventId}": { get: getReceipt },
    "/v1/events/{eventId}/payload": { get: getPayload },
    "/v1/schemas": { get: listSchemas },
    "/v1/schemas/{type}": { get: getSchema },
    "/v1/openapi.json": { get: getOpenApi },
    "/v1/health": { get: getHealth },
  },
  components: {
    securitySchemes: { apiKey: { type: "apiKey", in: "header", name: "x-api-key" } },
    parameters,
    headers: responseHeaders,
    schemas,
  },
};
