// From the library's documentation, "Idempotency: making it idempotent, batch integration": the
// function of one record is made idempotent and handed to the batch processor, all records at once.
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { eventRow, insertEvent } from "../shared/event-row.ts";
import { readMessage } from "../shared/message.ts";
import { openPool } from "../shared/pool.ts";
import { publish } from "../shared/topic.ts";
import { PostgresPersistenceLayer } from "./persistence.ts";

// Ten sandboxes of each contender share the 100 connections of the server.
const connections = 3;
const pool = openPool(connections);
const processor = new BatchProcessor(EventType.SQS);
const persistenceStore = new PostgresPersistenceLayer(pool);
const config = new IdempotencyConfig({ eventKeyJmesPath: "messageAttributes.event_id.stringValue" });

const processIdempotently = makeIdempotent(processRecord, { persistenceStore, config });

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  config.registerLambdaContext(context);
  return processPartialResponse(event, processIdempotently, processor, { context });
}

async function processRecord(record: SQSRecord): Promise<string> {
  const message = await readMessage(record);
  await pool.query({ ...insertEvent, values: [...eventRow(message)] });
  await publish(message);
  return message.eventId;
}
