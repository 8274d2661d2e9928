import type { Order } from "../aws/faults/messages.ts";
import type { Functions } from "../functions/functions.ts";
import type { Victim } from "../lambda/function.ts";
import type { DatabaseFaults, FaultControl } from "./control.ts";
import type { Faults } from "./faults.ts";
import { parseRules } from "./rule.ts";
import { byHand, type StrikesLog } from "./strikes-log.ts";

interface Parts {
  readonly faults: Faults;
  readonly log: StrikesLog;
  readonly server: DatabaseFaults;
  readonly functions: Functions;
  readonly freeze: (sandbox: Victim, ms: number) => Promise<void>;
  /** Of the process of SQS, SNS and S3. */
  readonly ask: (order: Order) => Promise<void>;
}

/** The control of a running instance. */
export function liveControl({ faults, log, server, functions, freeze, ask }: Parts): FaultControl {
  return {
    set: async (texts) => {
      const rules = parseRules(texts);
      faults.setRules(rules);
      await ask({ kind: "rules", rules: [...texts] });
    },
    counts: async () => {
      await ask({ kind: "sync" });
      return log.counts();
    },
    database: {
      kill: () => noted("kill", server.kill()),
      stop: () => noted("stop", server.stop()),
      start: () => server.start(),
      failOver: (readOnlyMs) => noted(`fail-over:${readOnlyMs}`, server.failOver(readOnlyMs)),
      exhaust: (ms) => noted(`exhaust:${ms}`, server.exhaust(ms)),
    },
    freeze: async (functionName, ms) => {
      await functions[functionName].betweenInvocations(async (sandbox) => {
        note(functionName, `freeze:${ms}`);
        await freeze(sandbox, ms);
      });
    },
    jumpClock: async (functionName, ms) => {
      note(functionName, `jump:${ms}`);
      for (const sandbox of functions[functionName].sandboxes) sandbox.jumpClock(ms);
    },
  };

  function noted(action: string, work: Promise<void>): Promise<void> {
    note("database.server", action);
    return work;
  }

  function note(point: string, action: string): void {
    log.write({
      time: new Date().toISOString(),
      point,
      action,
      rule: byHand,
      occurrence: 0,
      eventIds: [],
      correlationIds: [],
    });
  }
}
