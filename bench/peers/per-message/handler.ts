// The design of the common samples: every record by itself, in a transaction that claims it, stores
// it, announces it and notes that it is done. A record that fails is rolled back and comes again.
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { eventRow, insertEvent } from "../shared/event-row.ts";
import { readMessage } from "../shared/message.ts";
import { openPool } from "../shared/pool.ts";
import { publish } from "../shared/topic.ts";

// Ten sandboxes of each contender share the 100 connections of the server.
const connections = 3;
const pool = openPool(connections);

const claim = {
  name: "claim",
  text: "insert into processed_event (event_id, status) values ($1, 'processing') on conflict do nothing",
} as const;
const complete = {
  name: "complete",
  text: "update processed_event set status = 'completed', updated_at = now() where event_id = $1",
} as const;

export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const ends = await Promise.allSettled(Records.map(processRecord));
  return {
    batchItemFailures: Records.filter((_, index) => ends[index]?.status === "rejected").map(
      ({ messageId }) => ({ itemIdentifier: messageId }),
    ),
  };
}

async function processRecord(record: SQSRecord): Promise<void> {
  const message = await readMessage(record);
  const client = await pool.connect();
  try {
    await client.query("begin");
    const { rowCount } = await client.query({ ...claim, values: [message.eventId] });
    if (rowCount === 1) {
      await client.query({ ...insertEvent, values: [...eventRow(message)] });
      await publish(message);
      await client.query({ ...complete, values: [message.eventId] });
    }
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}
