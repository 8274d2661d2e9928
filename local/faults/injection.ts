import { join } from "node:path";
import type { FunctionName } from "../../runtime/env.ts";
import type { TwinFaults } from "../aws/twin.ts";
import type { Backend } from "../backend.ts";
import type { EventSource } from "../event-source/poller.ts";
import type { Functions } from "../functions/functions.ts";
import type { AnswerRequest } from "../gateway/gateway.ts";
import type { FunctionFaults, Victim } from "../lambda/function.ts";
import { DatabaseProxy } from "../postgres/proxy/database-proxy.ts";
import { databaseFor } from "../postgres/proxy/startup.ts";
import type { LocalDatabase } from "../postgres/url.ts";
import type { FaultControl, FaultOptions } from "./control.ts";
import { Faults } from "./faults.ts";
import { liveControl } from "./live-control.ts";
import { isPoint } from "./points.ts";
import { Sandboxes } from "./sandboxes.ts";
import { serverFaults, strikingServer } from "./server-faults.ts";
import { strikeBatch } from "./strike-batch.ts";
import { databaseFaults } from "./strike-database.ts";
import { strikeInvocation } from "./strike-invocation.ts";
import { struckAnswers } from "./strike-request.ts";
import { StrikesLog } from "./strikes-log.ts";
import { subjectOfEvent, subjectOfMessages } from "./subjects.ts";
import { TwinLink } from "./twin-link.ts";

/** What lets faults strike in an instance that is being put together. */
export interface Injection {
  /** For SQS, SNS and S3. */
  readonly twin: TwinFaults;
  /** Once the backend runs: what is put before, around and between the other parts. */
  connect(backend: Backend): Promise<Strikers>;
}

interface Strikers {
  /** Where functions find PostgreSQL. */
  readonly database: LocalDatabase;
  /** Undefined for a function that no fault strikes. */
  faultsOf(name: FunctionName): FunctionFaults | undefined;
  readonly disturb: NonNullable<EventSource["disturb"]>;
  readonly answerRequest: AnswerRequest;
  /** From now on the rules hold. */
  arm(functions: Functions): Promise<FaultControl>;
}

/** @param logs Folder of the log of strikes. */
export function openInjection(options: FaultOptions, logs: string, stack: AsyncDisposableStack): Injection {
  const log = new StrikesLog(join(logs, "faults.log"));
  stack.defer(() => log.close());
  const sandboxes = new Sandboxes();
  const link = new TwinLink({
    strike: (report) => log.write(report),
    crash: (sandbox) => sandboxes.crash(sandbox),
  });
  return {
    twin: { seed: options.seed, hear: (notice) => link.hear(notice) },
    connect: (backend) => connect({ options, log, sandboxes, link, backend, stack }),
  };
}

interface Parts {
  readonly options: FaultOptions;
  readonly log: StrikesLog;
  readonly sandboxes: Sandboxes;
  readonly link: TwinLink;
  readonly backend: Backend;
  readonly stack: AsyncDisposableStack;
}

async function connect({ options, log, sandboxes, link, backend, stack }: Parts): Promise<Strikers> {
  const { postgres, twin, database: direct } = backend;
  const faults = new Faults(options.seed, (report) => log.write(report));
  const server = serverFaults(postgres, () => proxy);
  const strikeServer = strikingServer(server, (error) => log.error(error));
  const proxy = await DatabaseProxy.start(direct, databaseFaults(faults, sandboxes, strikeServer));
  stack.defer(() => proxy.close());
  const freeze = async (sandbox: Victim, ms: number) => {
    const name = sandboxes.nameOf(sandbox);
    proxy.silence(name);
    twin.order({ kind: "silence", sandbox: name });
    await sandbox.freeze(ms);
  };
  const { host, port } = proxy;
  return {
    database: { ...direct, host, port },
    faultsOf: (name) => functionFaults(name, { faults, sandboxes, database: direct.name, freeze }),
    disturb: async (messages, delivery) => {
      const strike = faults.strike("event-source", () => subjectOfMessages(messages));
      await (strike === undefined ? delivery.deliver(messages) : strikeBatch(strike, messages, delivery));
    },
    answerRequest: struckAnswers(faults),
    arm: async (functions) => {
      const control = liveControl({
        faults,
        log,
        server,
        functions,
        freeze,
        ask: (order) => link.ask(twin.order, order),
      });
      await control.set(options.rules);
      return control;
    },
  };
}

interface Striking {
  readonly faults: Faults;
  readonly sandboxes: Sandboxes;
  /** Name of the functions' database. */
  readonly database: string;
  readonly freeze: (sandbox: Victim, ms: number) => Promise<void>;
}

/** Those that a sandbox calls know it by its access key and by the name that it calls the database. */
function functionFaults(
  name: FunctionName,
  { faults, sandboxes, database, freeze }: Striking,
): FunctionFaults | undefined {
  if (!isPoint(name)) return undefined;
  return {
    born: (sandbox) => {
      const id = sandboxes.add(name, sandbox);
      return { AWS_ACCESS_KEY_ID: id, DATABASE_NAME: databaseFor(database, id) };
    },
    around: (sandbox, event, invoke) => {
      const strike = faults.strike(name, () => ({
        sandbox: sandboxes.nameOf(sandbox),
        ...subjectOfEvent(event),
      }));
      return strike === undefined ? invoke() : strikeInvocation(strike.rule, sandbox, invoke, freeze);
    },
  };
}
