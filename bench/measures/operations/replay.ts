import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type DatabasePool, sql } from "slonik";
import * as v from "valibot";
import { dataPaths } from "../../../local/data-directory/paths.ts";
import { openPorts } from "../../../local/operate/open-ports.ts";
import { operate } from "../../../runtime/operations/operate.ts";
import { startAwsEnd } from "../../harness/aws-end/aws-end.ts";
import type { BenchDatabase } from "../../harness/database.ts";
import { emptyTables } from "../../harness/oracle.ts";
import { seedEvents } from "../../harness/seed.ts";
import { instanceOf } from "./instance.ts";

/** The most that a replay may be asked for. */
const fastest = 5_000;

interface Wanted {
  readonly folder: string;
  readonly database: BenchDatabase;
  readonly events: number;
  readonly signal: AbortSignal;
}

const Id = v.strictObject({ id: v.string() });

/**
 * Announces a partition's events again as `npm run replay` does, with SNS in a process of its own.
 * @returns Events a second.
 * @throws Error when one is not announced, or something else is.
 */
export async function replayRate({ folder, database, events, signal }: Wanted): Promise<number> {
  await using stack = new AsyncDisposableStack();
  const awsEnd = await startAwsEnd();
  stack.defer(() => awsEnd.stop());
  await emptyTables(database.pool, ["replay"]);
  await seedEvents(database.pool, events);
  const instance = instanceOf(database, awsEnd.endpoint);
  const opened = stack.use(await openPorts(instance, join(dataPaths(folder).logs, "operate.log")));
  const command = {
    command: "replays.start",
    actor: "benchmark",
    from: new Date(Date.now() - 86_400_000).toISOString(),
    to: new Date().toISOString(),
    rate: fastest,
    dryRun: false,
    seconds: 600,
  } as const;
  const start = performance.now();
  await operate(command, opened.ports, randomUUID(), { signal });
  const seconds = (performance.now() - start) / 1_000;
  signal.throwIfAborted();
  await verify(database.pool, await awsEnd.takeAnnounced());
  return events / seconds;
}

async function verify(pool: DatabasePool, announced: readonly string[]): Promise<void> {
  const rows = await pool.any(sql.type(Id)`select event_id as id from event order by event_id`);
  const wrong = announced.toSorted().findIndex((id, index) => rows[index]?.id !== id);
  if (wrong !== -1 || announced.length !== rows.length)
    throw new Error(`${rows.length} events are stored and ${announced.length} were announced, not the same.`);
}
