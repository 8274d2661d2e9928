import { randomBytes } from "node:crypto";
import { releaseInFlight } from "./aws/release-in-flight.ts";
import { createResources } from "./aws/resources.ts";
import { startTwin, type Twin, type TwinFaults } from "./aws/twin.ts";
import type { DataPaths } from "./data-directory/paths.ts";
import type { Timing } from "./functions/timing.ts";
import { writeBundles } from "./functions/write-bundles.ts";
import { type LocalDatabase, provision } from "./postgres/provision.ts";
import { RestartablePostgres } from "./postgres/restartable.ts";
import { together } from "./together.ts";

/** What the functions stand on: their bundles, the database, and SQS, SNS and S3. */
export interface Backend {
  /** Endpoint of SQS, SNS and S3. */
  readonly endpoint: string;
  /** As the migrator. */
  readonly database: LocalDatabase;
  /** The server of the database. */
  readonly postgres: RestartablePostgres;
  readonly twin: Twin;
  /** Resolves with the reason when the database or the queues ended by themselves. */
  readonly broken: Promise<string>;
}

/** How the backend is to be. */
interface Wanted {
  /** Of the API key of the only producer. */
  readonly keyId: string;
  readonly timing: Timing;
  readonly faults?: TwinFaults | undefined;
}

type Notice = (text: string) => void;

/** The only producer of the local mode. */
const producer = { name: "local-dev", reader: false } as const;

/** Starts all parts at once; each is stopped with the stack. */
export async function startBackend(
  paths: DataPaths,
  wanted: Wanted,
  stack: AsyncDisposableStack,
  notice: Notice,
): Promise<Backend> {
  const [{ postgres, database }, twin] = await together([
    openDatabase(paths, stack, notice),
    openTwin(paths, wanted, stack),
    writeBundles(paths.functions),
  ]);
  return {
    endpoint: twin.endpoint,
    database,
    postgres,
    twin,
    broken: Promise.race([
      postgres.died.then(() => `PostgreSQL ended unexpectedly; its log is in ${paths.postgres}.`),
      twin.died,
    ]),
  };
}

async function openDatabase(paths: DataPaths, stack: AsyncDisposableStack, onNotice: Notice) {
  const postgres = await RestartablePostgres.start({ dataDir: paths.postgres, onNotice });
  stack.defer(() => postgres.close());
  // It need not outlive this run: nothing but this run knows the port either.
  const password = randomBytes(18).toString("base64url");
  return { database: await provision(postgres.superuserUrl, { password }), postgres };
}

async function openTwin(
  paths: DataPaths,
  { keyId, timing: { visibilitySeconds, maxReceiveCount }, faults }: Wanted,
  stack: AsyncDisposableStack,
): Promise<Twin> {
  const twin = await startTwin(paths, faults);
  stack.defer(() => twin.stop());
  await createResources(twin.endpoint, {
    visibilitySeconds,
    maxReceiveCount,
    producers: { [keyId]: producer },
  });
  await releaseInFlight(twin.endpoint);
  return twin;
}
