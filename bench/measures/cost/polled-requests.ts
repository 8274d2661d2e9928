import type { Message } from "@aws-sdk/client-sqs";
import { bytesOf } from "../../../local/aws/message-limits.ts";
import { limits } from "../../../runtime/contract/limits.ts";
import { billedRequests } from "./usage.ts";

/**
 * What Lambda's poller asks of SQS for these batches: a receive and a delete for every ten messages of
 * one. A receive weighs what it brings.
 */
export function polledRequests(received: readonly (readonly Message[])[]): number {
  return received
    .flatMap((messages) => {
      const tens = Math.ceil(messages.length / limits.batchEntries);
      return Array.from({ length: tens }, (_, ten) =>
        messages.slice(ten * limits.batchEntries, (ten + 1) * limits.batchEntries),
      );
    })
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
