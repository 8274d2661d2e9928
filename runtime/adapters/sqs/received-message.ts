import type { SQSRecord } from "aws-lambda";
import type { ReceivedMessage } from "../../ports/received-message.ts";

/** A record of an SQS event as Lambda hands it over. */
export function receivedMessage(record: SQSRecord): ReceivedMessage {
  return {
    messageId: record.messageId,
    receiptHandle: record.receiptHandle,
    body: record.body,
    attributes: Object.fromEntries(
      Object.entries(record.messageAttributes).flatMap(([name, { stringValue }]) =>
        stringValue === undefined || stringValue === "" ? [] : [[name, stringValue]],
      ),
    ),
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    group: record.attributes.MessageGroupId,
  };
}
