import * as v from "valibot";
import type { SentMessage } from "./message-limits.ts";

const Attributes = v.optional(
  v.record(
    v.string(),
    v.object({
      DataType: v.string(),
      StringValue: v.optional(v.string()),
      BinaryValue: v.optional(v.string()),
    }),
  ),
  {},
);
const Sent = v.object({ MessageBody: v.string(), MessageAttributes: Attributes });
const Batch = v.object({ Entries: v.array(Sent) });

/** The messages of an SQS call (JSON protocol); none when it sends nothing or cannot be read. */
export function sqsMessages(target: string, body: unknown): readonly SentMessage[] {
  if (target === "AmazonSQS.SendMessage") return v.is(Sent, body) ? [sqsMessage(v.parse(Sent, body))] : [];
  if (target !== "AmazonSQS.SendMessageBatch" || !v.is(Batch, body)) return [];
  return v.parse(Batch, body).Entries.map(sqsMessage);
}

function sqsMessage({ MessageBody, MessageAttributes }: v.InferOutput<typeof Sent>): SentMessage {
  return {
    body: MessageBody,
    attributes: Object.entries(MessageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => ({
      name,
      dataType: DataType,
      value: StringValue ?? BinaryValue ?? "",
    })),
  };
}

const Form = v.record(v.string(), v.string());

/** The messages of an SNS call (query protocol); none when it publishes nothing. */
export function snsMessages(body: unknown): readonly SentMessage[] {
  if (!v.is(Form, body)) return [];
  if (body["Action"] === "Publish") return [snsMessage(body, "")];
  if (body["Action"] !== "PublishBatch") return [];
  return numbered(body, "PublishBatchRequestEntries.member.").map((prefix) => snsMessage(body, prefix));
}

function snsMessage(form: Readonly<Record<string, string>>, prefix: string): SentMessage {
  return {
    body: form[`${prefix}Message`] ?? "",
    attributes: numbered(form, `${prefix}MessageAttributes.entry.`).map((entry) => ({
      name: form[`${entry}Name`] ?? "",
      dataType: form[`${entry}Value.DataType`] ?? "",
      value: form[`${entry}Value.StringValue`] ?? form[`${entry}Value.BinaryValue`] ?? "",
    })),
  };
}

/** The prefixes `<list>1.`, `<list>2.`, … that the form has. */
function numbered(form: Readonly<Record<string, string>>, list: string): readonly string[] {
  const present = new Set<string>();
  for (const key of Object.keys(form)) {
    if (key.startsWith(list)) present.add(`${list}${key.slice(list.length).split(".")[0]}.`);
  }
  return [...present];
}
