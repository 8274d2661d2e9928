import { type DatabasePool, type QuerySqlToken, sql } from "slonik";
import * as v from "valibot";

/** A step of a plan and those that feed it. */
interface Step {
  readonly "Node Type": string;
  readonly "Relation Name"?: string | undefined;
  readonly Plans?: readonly Step[] | undefined;
}

const Step: v.GenericSchema<unknown, Step> = v.object({
  "Node Type": v.string(),
  "Relation Name": v.optional(v.string()),
  Plans: v.optional(v.array(v.lazy(() => Step))),
});
const Explained = v.object({ "QUERY PLAN": v.tuple([v.object({ Plan: Step })]) });

/** Made for the values at hand, or for whatever values come, as a prepared statement has it after a while. */
export type PlanKind = "custom" | "generic";

const large = 1_000;
const Name = v.strictObject({ name: v.string() });

/** The large tables that a statement would read from their first row to their last; of few rows that is right. */
export async function tablesReadWhole(
  pool: DatabasePool,
  statement: QuerySqlToken,
  kind: PlanKind,
): Promise<readonly string[]> {
  const read = stepsOf(await planOf(pool, statement, kind)).flatMap((step) =>
    step["Node Type"] === "Seq Scan" ? (step["Relation Name"] ?? []) : [],
  );
  const rows = await pool.any(
    sql.type(Name)`select relname as name from pg_class where relkind = 'r' and reltuples >= ${large}`,
  );
  return read.filter((table) => rows.some(({ name }) => name === table));
}

async function planOf(pool: DatabasePool, statement: QuerySqlToken, kind: PlanKind): Promise<Step> {
  const how = kind === "generic" ? "generic_plan, format json" : "format json";
  const explain = {
    ...sql.unsafe`explain`,
    sql: `explain (${how}) ${statement.sql}`,
    values: kind === "generic" ? [] : statement.values,
  };
  const row = v.parse(Explained, await pool.one(explain));
  return row["QUERY PLAN"][0].Plan;
}

function stepsOf(step: Step): readonly Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}
