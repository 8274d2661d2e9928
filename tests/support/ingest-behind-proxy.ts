import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as v from "valibot";
import { AcceptedEvent } from "../../runtime/contract/message.ts";
import { startAws } from "./aws.ts";
import { type Strike, startAwsProxy } from "./aws-proxy.ts";

type Handler = (event: APIGatewayProxyEvent) => Promise<APIGatewayProxyResult>;

export const bucket = "payloads";
export const directory = "configuration/producers.json";

/** Ingest on services that a proxy can make fail. */
export type IngestBehindProxy = Awaited<ReturnType<typeof startIngestBehindProxy>>;

/** Starts the services, with a queue, a bucket and a directory in which the key `key` is the shop's. */
export async function startIngestBehindProxy() {
  const aws = await startAws();
  let strike: (action: string) => Strike = () => "pass";
  const proxy = await startAwsProxy(aws.server.address, ({ action }) => strike(action));
  // Past the proxy, as the test looks behind what strikes ingest.
  const s3 = new S3Client({ endpoint: aws.server.address, forcePathStyle: true });
  aws.server.createBucket(bucket);
  aws.server.createQueue("events", { attributes: { MaximumMessageSize: "1048576" } });
  const Body = JSON.stringify({ key: { name: "shop" } });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: directory, Body }));

  return {
    /** Decides from now on what becomes of each call. */
    strike: (decide: typeof strike) => {
      strike = decide;
    },

    /** The handler as a new sandbox would load it, behind the proxy. */
    freshHandler: async (name: string): Promise<Handler> => {
      Object.assign(process.env, {
        AWS_ENDPOINT_URL: proxy.url,
        QUEUE_URL: `${proxy.url}/000000000000/events`,
        PAYLOAD_BUCKET: bucket,
        PRODUCERS_KEY: directory,
        LOG_LEVEL: "error",
      });
      const specifier = `../../runtime/handlers/ingest.ts?${name}`;
      return (await import(specifier)).handler;
    },

    /** Takes the messages that are in the queue. */
    messages: async () => {
      const QueueUrl = `${aws.server.address}/000000000000/events`;
      const all: v.InferOutput<typeof AcceptedEvent>[] = [];
      for (;;) {
        const { Messages = [] } = await aws.sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) return all;
        all.push(...Messages.map(({ Body: body = "" }) => v.parse(AcceptedEvent, JSON.parse(body))));
      }
    },

    /** The keys of the payloads in the bucket. */
    objects: async (): Promise<readonly (string | undefined)[]> => {
      const { Contents = [] } = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: "payloads/" }),
      );
      return Contents.map(({ Key }) => Key);
    },

    stop: async () => {
      proxy.stop();
      await aws.server.stop();
    },
  };
}

/** Posts a body with the shop's key. */
export function postTo(handler: Handler, path: string, body: unknown): Promise<APIGatewayProxyResult> {
  const event = {
    httpMethod: "POST",
    path,
    resource: path,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    isBase64Encoded: false,
    requestContext: { stage: "local", requestId: "request-1", identity: { apiKeyId: "key" } },
  };
  return handler(event as unknown as APIGatewayProxyEvent);
}
