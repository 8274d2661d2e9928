import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";

/** The real handler of ingest, whose calls to AWS are answered at once where the SDK would begin. */
export interface IngestHandler {
  readonly post: (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;
  /** Messages that SQS was given so far. */
  readonly sent: () => number;
}

const keyId = "bench-key";

/** Loads the handler as Lambda does, with its environment, once in a process. */
export async function loadHandler(): Promise<IngestHandler> {
  Object.assign(process.env, {
    AWS_REGION: "eu-west-1",
    QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/000000000000/events",
    PAYLOAD_BUCKET: "payloads",
    PRODUCERS_KEY: "producers.json",
  });
  let sent = 0;
  Reflect.set(SQSClient.prototype, "send", async () => {
    sent++;
    return { MessageId: "00000000-0000-0000-0000-000000000000" };
  });
  const directory = JSON.stringify({ [keyId]: { name: "bench" } });
  const Body = { transformToString: async () => directory };
  Reflect.set(S3Client.prototype, "send", async () => ({ Body }));
  const { handler } = await import("../../../runtime/handlers/ingest.ts");
  return { post: handler, sent: () => sent };
}

/** A request as API Gateway hands it to the function. */
export function requestOf(body: string): APIGatewayProxyEvent {
  return {
    httpMethod: "POST",
    resource: "/events",
    path: "/v1/events",
    headers: { "Content-Type": "application/json", Host: "api.example", "User-Agent": "bench" },
    multiValueHeaders: {},
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    stageVariables: null,
    isBase64Encoded: false,
    body,
    requestContext: {
      accountId: "000000000000",
      apiId: "bench",
      authorizer: null,
      protocol: "HTTP/1.1",
      httpMethod: "POST",
      identity: { ...nobody, apiKeyId: keyId },
      path: "/v1/events",
      requestId: "2f9c1c1e-bench",
      requestTimeEpoch: 0,
      resourceId: "r",
      resourcePath: "/events",
      stage: "v1",
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
  sourceIp: "203.0.113.7",
  user: null,
  userAgent: "bench",
  userArn: null,
};
