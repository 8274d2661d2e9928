import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { SQSRecord } from "aws-lambda";
import type { Transaction } from "../../../runtime/contract/event-types/transaction.ts";
import type { AcceptedEvent } from "../../../runtime/contract/message.ts";
import { setting } from "./settings.ts";

/** An event as it came from the queue, with its payload, wherever that travelled. */
export interface Message extends Omit<AcceptedEvent, "data"> {
  readonly data: Transaction;
}

const s3 = new S3Client({});

/** Trusts what ingest has checked, as a function behind its own queue may. */
export async function readMessage({ body }: Pick<SQSRecord, "body">): Promise<Message> {
  const message: AcceptedEvent & { readonly data: Transaction } = JSON.parse(body);
  if (message.payloadKey === undefined) return message;
  const object = await s3.send(
    new GetObjectCommand({ Bucket: setting("PAYLOAD_BUCKET"), Key: message.payloadKey }),
  );
  return { ...message, data: JSON.parse((await object.Body?.transformToString()) ?? "") };
}
