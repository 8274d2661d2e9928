import type { Message } from "@aws-sdk/client-sqs";
import { bytesOf } from "../../../local/aws/message-limits.ts";
import { inTens } from "./in-tens.ts";
import { billedRequests } from "./usage.ts";

/**
 * What Lambda's poller asks of SQS for these batches: a receive and a delete for every ten messages of
 * one. A receive weighs what it brings.
 */
export function polledRequests(received: readonly (readonly Message[])[]): number {
  return received
    .flatMap((messages) => inTens(messages))
    .reduce((sum, ten) => sum + billedRequests(ten.map(weightOf).reduce((a, b) => a + b, 0)) + 1, 0);
}

function weightOf({ Body = "", MessageAttributes = {} }: Message): number {
  const attributes = Object.entries(MessageAttributes).map(([name, attribute]) => ({
    name,
    dataType: attribute.DataType ?? "",
    value: attribute.StringValue ?? "",
  }));
  return bytesOf({ body: Body, attributes });
}
