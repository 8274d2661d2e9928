import { type FragmentSqlToken, sql } from "slonik";

/** One row with the counts of what a redrive has sent in all its runs, or in one. */
export const redrivenCounts = (id: string, run: number | null = null): FragmentSqlToken => sql.fragment`
  select count(*)::int4 as sent,
    count(*) filter (where fate = 'stored')::int4 as stored,
    count(*) filter (where fate = 'duplicate')::int4 as duplicates,
    count(*) filter (where fate = 'dead')::int4 as dead
  from redriven
  where redrive_id = ${id}::uuid and (${run}::int4 is null or run = ${run}::int4)
`;
