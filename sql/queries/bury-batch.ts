import { sql } from "slonik";
import * as v from "valibot";

const Buried = v.strictObject({});

/** One dead event as the statement takes it: text that PostgreSQL can hold. */
export interface DeadRecord {
  readonly messageId: string;
  readonly eventId: string | null;
  readonly acceptanceId: string | null;
  readonly producer: string | null;
  readonly receivedAt: string | null;
  readonly fingerprint: Buffer | null;
  readonly failureType: string;
  readonly failureReason: string;
  readonly attempts: number;
  readonly correlationId: string;
}

/** Writes dead events; one that is known already stays as it is. Call with `query`. */
export const buryBatch = (dead: readonly DeadRecord[]) => sql.type(Buried)`
  insert into dead_event (
    message_id, event_id, acceptance_id, producer, received_at, fingerprint,
    failure_type, failure_reason, attempts, correlation_id
  )
  select * from ${sql.unnest(
    dead.map((record) => [
      record.messageId,
      record.eventId,
      record.acceptanceId,
      record.producer,
      record.receivedAt,
      record.fingerprint,
      record.failureType,
      record.failureReason,
      record.attempts,
      record.correlationId,
    ]),
    ["text", "uuid", "uuid", "text", "timestamptz", "bytea", "text", "text", "int4", "text"],
  )} as dead (
    message_id, event_id, acceptance_id, producer, received_at, fingerprint,
    failure_type, failure_reason, attempts, correlation_id
  )
  order by message_id
  on conflict do nothing
`;
