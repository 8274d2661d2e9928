import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { accountId } from "../aws/names.ts";
import type { ApiKey } from "./api-key.ts";
import type { Route } from "./routes.ts";

interface Request {
  readonly message: IncomingMessage;
  readonly url: URL;
  readonly route: Route;
  readonly key: ApiKey | undefined;
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly body: Buffer;
}

const stage = "local";

/** A request as a REST API hands it to a function (Lambda proxy integration, payload format 1.0). */
export function proxyEvent(request: Request): APIGatewayProxyEvent {
  const { message, url, route, body } = request;
  const headers = headersOf(message);
  const query = [...url.searchParams];
  return {
    resource: route.resource,
    path: url.pathname,
    httpMethod: message.method ?? "GET",
    headers: Object.fromEntries(headers),
    multiValueHeaders: grouped(headers),
    queryStringParameters: query.length === 0 ? null : Object.fromEntries(query),
    multiValueQueryStringParameters: query.length === 0 ? null : grouped(query),
    pathParameters: Object.keys(route.parameters).length === 0 ? null : { ...route.parameters },
    stageVariables: null,
    requestContext: requestContext(request),
    ...encoded(body),
  };
}

/** Bytes that are no UTF-8 travel as base64, so that the function sees what was sent and refuses it itself. */
function encoded(body: Buffer): Pick<APIGatewayProxyEvent, "body" | "isBase64Encoded"> {
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  if (isUtf8(body)) return { body: body.toString("utf8"), isBase64Encoded: false };
  return { body: body.toString("base64"), isBase64Encoded: true };
}

function requestContext(request: Request): APIGatewayProxyEvent["requestContext"] {
  const { message, url, route, key, requestId, receivedAt } = request;
  const httpMethod = message.method ?? "GET";
  return {
    accountId,
    apiId: "local",
    authorizer: null,
    protocol: `HTTP/${message.httpVersion}`,
    httpMethod,
    path: `/${stage}${url.pathname}`,
    stage,
    requestId,
    requestTime: receivedAt.toUTCString(),
    requestTimeEpoch: receivedAt.getTime(),
    resourceId: `${httpMethod} ${route.resource}`,
    resourcePath: route.resource,
    domainName: url.host,
    identity: {
      ...noIdentity,
      apiKey: key?.value ?? null,
      apiKeyId: key?.id ?? null,
      sourceIp: message.socket.remoteAddress ?? "127.0.0.1",
      userAgent: message.headers["user-agent"] ?? null,
    },
  };
}

const noIdentity = {
  accessKey: null,
  accountId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

/** Names as they were sent: functions must not rely on lower case, and API Gateway does not make it. */
function headersOf({ rawHeaders }: IncomingMessage): readonly (readonly [string, string])[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""] as const] : [],
  );
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return Object.fromEntries(groups);
}
