import { join } from "node:path";
import { functionConfigurations } from "../../../local/functions/configurations.ts";
import { defaultTiming } from "../../../local/functions/timing.ts";
import { type AwsEnd, startAwsEnd } from "../../harness/aws-end/aws-end.ts";
import { type BenchDatabase, openDatabase } from "../../harness/database.ts";
import { mixedEvent } from "../../harness/event-mix.ts";
import { expect } from "../../harness/oracle.ts";
import { type PreparedEvent, prepare } from "../../harness/prepared-events.ts";
import type { Setting } from "../../measure.ts";
import { type Contender, createPeerTables, writeContenders } from "./contenders.ts";
import { Sandboxes } from "./sandboxes.ts";
import { type SharedRecords, shareRecords } from "./shared-records.ts";

/** All that contenders stand on, and the events that await them. */
export interface Stage {
  readonly aws: AwsEnd;
  readonly database: BenchDatabase;
  readonly events: readonly PreparedEvent[];
  /** Their records. */
  readonly records: SharedRecords;
  /**
   * Starts sandboxes of a contender; they end with the stage. Asked for one contender after the
   * other, as too many starting at once would keep each other from it.
   */
  readonly open: (name: Contender["name"]) => Sandboxes;
}

/** Execution environments of a contender that are at work at once. */
export const concurrency = 10;

/** Patient, as a busy machine must not make a contender fail. */
const timing = { ...defaultTiming, processTimeoutSeconds: 60, outboxLeaseSeconds: 90 };

/** Sets the stage with so many events; it is taken down with the stack. */
export async function setStage(
  { folder, say, signal }: Setting,
  count: number,
  stack: AsyncDisposableStack,
): Promise<Stage> {
  say("starting PostgreSQL, SNS and S3");
  const functionsFolder = join(folder, "functions");
  const database = await openDatabase(folder, stack);
  const aws = await startAwsEnd();
  stack.defer(() => aws.stop());
  await writeContenders(functionsFolder);
  await createPeerTables(database.pool);
  say(`preparing ${count} events`);
  const events = await prepareAll(count, aws, signal);
  await expect(database.pool, events);
  const { process } = functionConfigurations({
    awsEndpoint: aws.endpoint,
    database: database.access,
    functionsFolder,
    timing,
  });
  return {
    aws,
    database,
    events,
    records: shareRecords(events),
    open: (name) =>
      stack.use(new Sandboxes({ ...process, name, folder: join(functionsFolder, name) }, concurrency)),
  };
}

async function prepareAll(
  count: number,
  aws: AwsEnd,
  signal: AbortSignal,
): Promise<readonly PreparedEvent[]> {
  const events: PreparedEvent[] = [];
  for (let n = 0; n < count; n++) {
    signal.throwIfAborted();
    const event = await prepare(mixedEvent(n, "bench"));
    if (event.payloadKey !== undefined) await aws.put(event.payloadKey, event.canonical);
    events.push(event);
  }
  return events;
}
