import { limits } from "../../runtime/contract/limits.ts";

/** A message as SQS and SNS weigh it. */
export interface SentMessage {
  readonly body: string;
  readonly attributes: readonly {
    readonly name: string;
    readonly dataType: string;
    readonly value: string;
  }[];
}

/** What AWS says to a message that it does not take. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

const mostAttributes = 10;
// What SQS and SNS carry: #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.
const carried = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Why AWS would refuse a message, where fauxqs takes it; undefined when AWS would take it too. */
export function refusalOf({ body, attributes }: SentMessage): Refusal | undefined {
  if (attributes.length > mostAttributes) {
    const message = `Number of message attributes [${attributes.length}] exceeds the allowed maximum [${mostAttributes}].`;
    return { code: "InvalidParameterValue", message };
  }
  const empty = attributes.find(({ value }) => value === "");
  if (empty !== undefined) {
    const message = `The message attribute '${empty.name}' must contain a non-empty value for type '${empty.dataType}'.`;
    return { code: "InvalidParameterValue", message };
  }
  if ([body, ...attributes.map(({ value }) => value)].some((text) => !carried.test(text))) {
    return {
      code: "InvalidMessageContents",
      message:
        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.",
    };
  }
  return undefined;
}

/** Why SNS would refuse a publication or a batch of them as a whole, by the bytes of all together. */
export function publicationRefusal(messages: readonly SentMessage[]): Refusal | undefined {
  const bytes = messages.reduce((sum, message) => sum + bytesOf(message), 0);
  if (bytes <= limits.publishBatchBytes) return undefined;
  return messages.length === 1
    ? { code: "InvalidParameter", message: "Invalid parameter: Message too long" }
    : {
        code: "BatchRequestTooLong",
        message: `The length of all the messages put together is ${bytes} bytes, more than ${limits.publishBatchBytes}.`,
      };
}

/** What a message weighs for SQS and SNS. */
export function bytesOf({ body, attributes }: SentMessage): number {
  return attributes.reduce(
    (sum, { name, dataType, value }) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(dataType) + Buffer.byteLength(value),
    Buffer.byteLength(body),
  );
}
