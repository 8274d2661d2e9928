/**
 * The model that the gateway applies to bodies of `POST /v1/events`: a pre-filter only. API Gateway
 * answers a failed model with 400 and without a path, so everything finer is left to ingest, which
 * answers 422 and names the path (ADR 0005).
 */
export const gatewayModel = { type: "object" } as const;
