import type { APIGatewayProxyEvent } from "aws-lambda";
import { stageName } from "../../../components/support/gateway-document.ts";

interface Request {
  readonly apiKeyId: string;
  readonly body?: unknown;
  readonly pathParameters?: Readonly<Record<string, string>>;
}

/** A request as the deployed REST API hands it to a function: its version is the stage, not part of the resource. */
export function gatewayEvent(
  httpMethod: string,
  resource: string,
  { apiKeyId, body, pathParameters }: Request,
): APIGatewayProxyEvent {
  const path = resource.replace(/\{(\w+)\}/g, (_, name: string) => pathParameters?.[name] ?? "");
  const headers = { "Content-Type": "application/json" };
  return {
    resource,
    path,
    httpMethod,
    headers,
    multiValueHeaders: { "Content-Type": ["application/json"] },
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: pathParameters === undefined ? null : { ...pathParameters },
    stageVariables: null,
    body: body === undefined ? null : JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      authorizer: null,
      protocol: "HTTP/1.1",
      httpMethod,
      path: `/${stageName}${path}`,
      stage: stageName,
      requestId: "5e6ad6a1-6b8c-4ef0-a9f7-6d1f0c9a4f11",
      requestTimeEpoch: Date.now(),
      resourceId: "resource",
      resourcePath: resource,
      identity: { ...nobody, apiKeyId, sourceIp: "192.0.2.1" },
    },
  };
}

const nobody = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userAgent: null,
  userArn: null,
};
