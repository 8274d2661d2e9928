import { randomUUID } from "node:crypto";

/** What API Gateway hands to the ingest function for a POST of JSON, as far as functions read it. */
export function ingestRequest(
  resource: "/v1/events" | "/v1/events/batch",
  body: string,
  apiKeyId: string,
): string {
  return JSON.stringify({
    resource,
    path: resource,
    httpMethod: "POST",
    headers: { "Content-Type": "application/json" },
    multiValueHeaders: { "Content-Type": ["application/json"] },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    requestContext: { requestId: randomUUID(), identity: { apiKeyId } },
    body,
    isBase64Encoded: false,
  });
}
