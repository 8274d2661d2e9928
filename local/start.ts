import { functionNames } from "../runtime/bundle.ts";
import { names, queueUrl, region, topicArn } from "./aws/names.ts";
import { type Backend, startBackend } from "./backend.ts";
import { type Instance, removeInstance, writeInstance } from "./data-directory/instance-file.ts";
import { openDataDirectory, resetDataDirectory } from "./data-directory/open.ts";
import { type DataPaths, dataPaths } from "./data-directory/paths.ts";
import { type FaultControl, noFaults } from "./faults/control.ts";
import type { Injection } from "./faults/injection.ts";
import { createFunctions, type Functions, migrate, warm } from "./functions/functions.ts";
import { defaultTiming } from "./functions/timing.ts";
import { startTriggers } from "./functions/triggers.ts";
import { Gateway } from "./gateway/gateway.ts";
import { apiKeyOf, restApi } from "./gateway/rest-api.ts";
import type { Observer } from "./lambda/function.ts";
import type { Options } from "./options.ts";
import { clusterPaths } from "./postgres/cluster.ts";
import { mendOrphan } from "./postgres/orphan.ts";
import { urlFromSettings } from "./postgres/url.ts";
import type { Activity } from "./terminal/activity.ts";
import { FunctionLogs } from "./terminal/function-logs.ts";

/** A running local mode. */
export interface Running {
  readonly instance: Instance;
  /** Resolves with the reason when a part of it ended by itself and the rest is of no use. */
  readonly broken: Promise<string>;
  readonly faults: FaultControl;
  /** Finishes what is in flight and stops everything. */
  stop(): Promise<void>;
  /** Lets {@link stop} wait for nothing that can be repeated. */
  hasten(): void;
}

/**
 * Starts all of Fluxa on this machine; what was started is stopped again when a part fails.
 * @throws StartFailure in words for the person at the terminal.
 */
export async function startLocal(options: Options, activity: Activity): Promise<Running> {
  const stack = new AsyncDisposableStack();
  try {
    return await assemble(options, activity, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** What is deferred last is stopped first: requests, then triggers, functions, and what they stand on. */
async function assemble(options: Options, activity: Activity, stack: AsyncDisposableStack): Promise<Running> {
  const paths = dataPaths(options.dataDir);
  const timing = { ...defaultTiming, ...options.timing };
  const lock = await openDataDirectory(paths);
  stack.defer(() => lock.release());
  const gateway = await Gateway.listen(options.port);
  stack.defer(() => gateway.close());
  const notice = (text: string) => activity.note(text);
  if (options.reset) {
    // Its data is deleted next, and nothing would lead back to it.
    await mendOrphan(clusterPaths(paths.postgres), notice);
    await resetDataDirectory(paths);
  }

  const observer = await openObserver(paths, activity, stack);
  const injection = await openInjection(options, paths, stack);
  const wanted = { keyId: apiKeyOf(options.apiKey).id, timing, faults: injection?.twin };
  const backend = await startBackend(paths, wanted, stack, notice);
  const strikers = await injection?.connect(backend);
  const functions = createFunctions(backend, paths, timing, observer, strikers);
  stack.defer(() => stopAll(functions));
  await migrate(functions, backend);

  const triggers = startTriggers(backend, functions, activity, timing, strikers?.disturb);
  stack.defer(() => triggers.stop());
  const faults = (await strikers?.arm(functions)) ?? noFaults();
  gateway.serve(restApi(options.apiKey, functions), strikers?.answerRequest);
  warm(functions);
  const instance = describeInstance(gateway, backend);
  await writeInstance(paths.instance, instance);
  stack.defer(() => removeInstance(paths.instance));
  stack.defer(() => gateway.close());

  return {
    instance,
    broken: backend.broken,
    faults,
    stop: () => stack.disposeAsync(),
    hasten: () => {
      gateway.abandon();
      void stopAll(functions);
    },
  };
}

/** Loaded only when faults are on. */
async function openInjection(
  { faults }: Options,
  { logs }: DataPaths,
  stack: AsyncDisposableStack,
): Promise<Injection | undefined> {
  if (faults === undefined) return undefined;
  const injection = await import("./faults/injection.ts");
  return injection.openInjection(faults, logs, stack);
}

async function openObserver(
  paths: DataPaths,
  activity: Activity,
  stack: AsyncDisposableStack,
): Promise<Observer> {
  const logs = await FunctionLogs.open(paths.logs, functionNames);
  stack.defer(() => logs.close());
  return {
    line(functionName, line) {
      logs.write(functionName, line);
      activity.line(line);
    },
    failed(functionName, failure) {
      logs.write(functionName, JSON.stringify({ level: "ERROR", ...failure }));
      activity.failed(functionName, failure);
    },
  };
}

async function stopAll(functions: Functions): Promise<void> {
  await Promise.all(Object.values(functions).map((pool) => pool.stop()));
}

function describeInstance(gateway: Gateway, { endpoint, database }: Backend): Instance {
  return {
    pid: process.pid,
    apiUrl: gateway.url,
    awsEndpoint: endpoint,
    region,
    topicArn,
    queueUrl: queueUrl(endpoint, names.queue),
    deadLetterQueueUrl: queueUrl(endpoint, names.deadLetterQueue),
    notificationQueueUrl: queueUrl(endpoint, names.notificationQueue),
    payloadBucket: names.bucket,
    databaseUrl: urlFromSettings({ ...database, user: "fluxa_query" }),
  };
}
