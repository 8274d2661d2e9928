import type { ProxyFault, ProxyFaults } from "../postgres/proxy/faults.ts";
import type { Statement } from "../postgres/proxy/statements.ts";
import type { Strike } from "./decisions.ts";
import type { Faults } from "./faults.ts";
import { isPoint } from "./points.ts";
import type { Rule } from "./rule.ts";
import { functionOf, type Sandboxes } from "./sandboxes.ts";
import { eventIdsIn } from "./subjects.ts";

/** What strikes connections and statements; only those of sandboxes, which have names. */
export function databaseFaults(
  faults: Faults,
  sandboxes: Sandboxes,
  strikeServer: (rule: Rule) => void,
): ProxyFaults {
  return {
    onConnect: (sandbox) =>
      sandbox === "" ? undefined : faultOf(faults.strike("database.connect", () => ({ sandbox }))),
    onStatement: (sandbox, statement) => {
      if (sandbox === "") return undefined;
      const own = strikeStatement(faults, sandbox, statement);
      if (own !== undefined) return faultOf(own);
      const strike = faults.strike("database.server", () => subjectOf(sandbox, statement));
      if (strike !== undefined) strikeServer(strike.rule);
      return undefined;
    },
    crash: (sandbox) => sandboxes.crash(sandbox),
  };
}

function strikeStatement(faults: Faults, sandbox: string, statement: Statement): Strike | undefined {
  const point = `${functionOf(sandbox)}.${statement.step}`;
  const subject = () => subjectOf(sandbox, statement);
  return (
    (isPoint(point) ? faults.strike(point, subject) : undefined) ??
    faults.strike("database.statement", subject)
  );
}

function subjectOf(sandbox: string, { bytes }: Statement) {
  return { sandbox, eventIds: eventIdsIn(bytes.toString("latin1")) };
}

function faultOf(strike: Strike | undefined): ProxyFault | undefined {
  if (strike === undefined) return undefined;
  const { action, ms } = strike.rule;
  switch (action) {
    case "refuse":
    case "slow":
    case "silent":
    case "silent-after":
    case "cut":
    case "cut-after":
    case "crash":
    case "crash-after":
      return { action, ms };
    default:
      return undefined;
  }
}
