import { sql } from "slonik";
import { ReplayRow, replayColumns } from "./replay-row.ts";

interface ReplayToStart {
  readonly id: string;
  /** JSON. */
  readonly selection: string;
  /** RFC 3339. */
  readonly from: string;
  readonly rate: number;
  readonly actor: string;
}

/** Writes a replay that begins, unless another one is running. Call with `maybeOne`. */
export const startReplay = ({ id, selection, from, rate, actor }: ReplayToStart) => sql.type(ReplayRow)`
  insert into replay (id, selection, rate, actor, reached_received_at)
  values (${id}::uuid, ${selection}::jsonb, ${rate}, ${actor}, ${from}::timestamptz)
  on conflict ((true)) where state = 'running' do nothing
  returning ${replayColumns}
`;
