import { PublishBatchCommand } from "@aws-sdk/client-sns";
import type { snsClient } from "../../../local/aws/clients.ts";
import { splitBatches } from "../../../runtime/adapters/split-batches.ts";
import { limits } from "../../../runtime/contract/limits.ts";
import type { Query } from "./engine.ts";
import type { Event } from "./event.ts";

/** The table of events: the producer's id makes each unique. */
export const table = `create table if not exists event (
  id text primary key,
  type text not null,
  user_id text not null,
  received_at timestamptz not null default now(),
  data jsonb not null
)`;

const insert = `insert into event (id, type, user_id, data)
select id, type, data ->> 'userId', data
  from jsonb_to_recordset($1::jsonb) as arrived (id text, type text, data jsonb)
 on conflict (id) do nothing`;

export interface Announcer {
  readonly sns: ReturnType<typeof snsClient>;
  readonly topicArn: string;
}

/** Stores events once and announces them at least once: what fails in between is worked again. */
export async function storeAndAnnounce(
  events: readonly Event[],
  query: Query,
  { sns, topicArn }: Announcer,
): Promise<void> {
  await query(insert, [JSON.stringify(events)]);
  const messages = events.map(messageOf);
  const bounds = { count: limits.batchEntries, bytes: limits.publishBatchBytes };
  const batches = splitBatches(messages, (message) => Buffer.byteLength(message), bounds);
  await Promise.all(
    batches.map(async (batch) => {
      const entries = batch.map((Message, index) => ({ Id: String(index), Message }));
      const command = new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries });
      const { Failed = [] } = await sns.send(command);
      if (Failed.length > 0) throw new Error(`SNS did not take ${Failed.length} messages.`);
    }),
  );
}

/** What is too large for a notification is referred to. */
function messageOf({ id, type, data }: Event): string {
  const whole = JSON.stringify({ id, type, data });
  if (Buffer.byteLength(whole) <= limits.notificationInlineBytes) return whole;
  return JSON.stringify({ id, type, dataref: `/v1/events/${encodeURIComponent(id)}` });
}
