import type { IncomingMessage } from "node:http";
import { bytesOf, type SentMessage } from "../../../local/aws/message-limits.ts";
import { snsMessages, sqsMessages } from "../../../local/aws/sent-messages.ts";

/** A service that is called over HTTP. */
export type Service = "sqs" | "sns" | "s3";

/** One request as AWS bills it. */
export interface AwsRequest {
  readonly service: Service;
  /** `SendMessageBatch`, `PublishBatch`; for S3 the method. */
  readonly action: string;
  /** Messages that it carries. */
  readonly messages: number;
  /** Bytes of these messages with their attributes; for S3 of the object that is put. */
  readonly payloadBytes: number;
  /** Bytes of the body on the wire. */
  readonly wireBytes: number;
}

/** What a request was. */
export function awsRequest(
  service: Service,
  { method = "GET", headers }: Pick<IncomingMessage, "method" | "headers">,
  body: Buffer,
): AwsRequest {
  const wireBytes = body.length;
  if (service === "s3") return { service, action: method, messages: 0, payloadBytes: wireBytes, wireBytes };
  const target = String(headers["x-amz-target"] ?? "");
  const form = service === "sns" ? Object.fromEntries(new URLSearchParams(body.toString())) : {};
  const sent = service === "sqs" ? sqsMessages(target, JSON.parse(body.toString())) : snsMessages(form);
  return {
    service,
    action: service === "sqs" ? target.replace("AmazonSQS.", "") : (form["Action"] ?? ""),
    messages: sent.length,
    payloadBytes: weigh(sent),
    wireBytes,
  };
}

function weigh(messages: readonly SentMessage[]): number {
  return messages.reduce((sum, message) => sum + bytesOf(message), 0);
}
