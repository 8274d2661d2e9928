import { sql } from "slonik";
import { RedriveRow, redriveColumns } from "./redrive-row.ts";

interface RedriveToStart {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly follows: boolean;
  /** JSON. */
  readonly filter: string;
  /** JSON. */
  readonly pace: string;
  readonly actor: string;
  /** Milliseconds since the epoch. */
  readonly cutOff: number;
}

/** Writes a redrive that begins, unless another one of its source is running. Call with `maybeOne`. */
export const startRedrive = (redrive: RedriveToStart) => sql.type(RedriveRow)`
  insert into redrive (id, source, target, follows, filter, pace, actor, cut_off)
  values (
    ${redrive.id}::uuid, ${redrive.source}, ${redrive.target}, ${redrive.follows}, ${redrive.filter}::jsonb,
    ${redrive.pace}::jsonb, ${redrive.actor}, to_timestamp(${redrive.cutOff}::float8 / 1000)
  )
  on conflict (source) where state = 'running' do nothing
  returning ${redriveColumns}
`;
