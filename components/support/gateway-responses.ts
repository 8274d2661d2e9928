import { type ErrorCode, errors } from "../../runtime/contract/errors.ts";

interface GatewayResponse {
  readonly code: ErrorCode;
  readonly detail: string;
  /** Seconds. */
  readonly retryAfter?: number;
}

const brokenDetail = "The gateway failed. Send the same request again.";
const badKeyDetail =
  "Send the API key that you were given in the header x-api-key; ask the platform team for a new one if it was lost.";
const noRouteDetail =
  "There is no such route. The API's routes are listed in its OpenAPI document, GET /v1/openapi.json.";
const broken = { code: "internal_error", detail: brokenDetail, retryAfter: 1 } as const;
const badKey = { code: "invalid_key", detail: badKeyDetail } as const;
const noRoute = { code: "route_not_found", detail: noRouteDetail } as const;
const throttled = {
  code: "too_many_requests",
  detail: "The rate or the quota of this API key is used up. Wait, then send the same request again.",
  retryAfter: 1,
} as const;
const late = {
  code: "timeout",
  detail: "The request took longer than 29 s. An event that has an id can be sent again safely.",
  retryAfter: 1,
} as const;

/** What the gateway says by itself, by API Gateway's type of response. */
const responses: Readonly<Record<string, GatewayResponse>> = {
  DEFAULT_4XX: { code: "malformed_body", detail: "The gateway cannot read the request." },
  DEFAULT_5XX: broken,
  ACCESS_DENIED: badKey,
  API_CONFIGURATION_ERROR: broken,
  BAD_REQUEST_BODY: {
    code: "malformed_body",
    detail:
      'The body must be JSON: one event as an object, such as {\\"type\\": \\"...\\", \\"data\\": {...}}, or for a batch an array of them.',
  },
  BAD_REQUEST_PARAMETERS: {
    code: "invalid_header",
    detail: "A header or parameter is missing or not valid.",
  },
  EXPIRED_TOKEN: badKey,
  INTEGRATION_FAILURE: broken,
  INTEGRATION_TIMEOUT: late,
  INVALID_API_KEY: badKey,
  INVALID_SIGNATURE: badKey,
  // A path that is not in the API gets this type, not RESOURCE_NOT_FOUND.
  MISSING_AUTHENTICATION_TOKEN: noRoute,
  QUOTA_EXCEEDED: { ...throttled, retryAfter: 3_600 },
  REQUEST_TOO_LARGE: {
    code: "payload_too_large",
    detail: "The gateway takes bodies of at most 10 MB, and payloads up to 4 MiB are always accepted.",
  },
  RESOURCE_NOT_FOUND: noRoute,
  THROTTLED: throttled,
  UNAUTHORIZED: badKey,
  UNSUPPORTED_MEDIA_TYPE: {
    code: "unsupported_media_type",
    detail:
      "Send application/json, application/cloudevents+json, or for a batch application/cloudevents-batch+json.",
  },
  WAF_FILTERED: badKey,
};

/**
 * The gateway's own answers as problem details (RFC 9457), for the OpenAPI extension
 * `x-amazon-apigateway-gateway-responses`. Templates can only insert variables, so what the gateway
 * says about a body stays out: it is not escaped.
 */
export function gatewayResponses(): Record<string, object> {
  return Object.fromEntries(
    Object.entries(responses).map(([type, response]) => [type, asExtension(response)]),
  );
}

function asExtension({ code, detail, retryAfter }: GatewayResponse): object {
  const { status, title } = errors[code];
  const fields = [
    `"type":"urn:fluxa:problem:${code}"`,
    `"title":"${title}"`,
    `"status":${status}`,
    `"detail":"${detail}"`,
    `"code":"${code}"`,
    `"correlationId":"$context.requestId"`,
  ];
  return {
    statusCode: String(status),
    responseParameters: {
      "gatewayresponse.header.Content-Type": "'application/problem+json'",
      "gatewayresponse.header.Cache-Control": "'no-store'",
      "gatewayresponse.header.X-Correlation-Id": "context.requestId",
      ...(retryAfter !== undefined && { "gatewayresponse.header.Retry-After": `'${retryAfter}'` }),
    },
    responseTemplates: { "application/json": `{${fields.join(",")}}` },
  };
}
