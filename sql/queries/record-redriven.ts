import { sql } from "slonik";
import * as v from "valibot";

const Recorded = v.strictObject({ letterId: v.string() });

/** One letter that was sent back, as the statement takes it. */
export interface RedrivenRecord {
  readonly letterId: string;
  readonly messageId: string;
  readonly eventId: string | null;
  readonly acceptanceId: string | null;
  readonly fingerprint: Buffer | null;
  readonly type: string | null;
}

/** Notes what a run has sent back; nothing when the run is no longer the redrive's. Call with `any`. */
export const recordRedriven = (id: string, run: number, letters: readonly RedrivenRecord[]) => sql.type(
  Recorded,
)`
  insert into redriven (
    redrive_id, run, letter_id, message_id, event_id, acceptance_id, fingerprint, type
  )
  select redrive.id, redrive.run, letter.*
  from redrive cross join ${sql.unnest(
    letters.map((letter) => [
      letter.letterId,
      letter.messageId,
      letter.eventId,
      letter.acceptanceId,
      letter.fingerprint,
      letter.type,
    ]),
    ["text", "text", "uuid", "uuid", "bytea", "text"],
  )} as letter (letter_id, message_id, event_id, acceptance_id, fingerprint, type)
  where redrive.id = ${id}::uuid and redrive.run = ${run} and redrive.state = 'running'
  order by letter.letter_id
  on conflict (redrive_id, letter_id) do update
  set run = excluded.run, message_id = excluded.message_id, sent_at = now(), fate = null
  returning letter_id as "letterId"
`;
