import type { FunctionName } from "../../runtime/env.ts";

/** What strikes when, from the start. */
export interface FaultOptions {
  /** The same seed strikes the same occurrences of each point. */
  readonly seed: number;
  /** As {@link parseRules} reads them. */
  readonly rules: readonly string[];
}

/** Strikes faults in a running instance. */
export interface FaultControl {
  /**
   * Replaces all rules; what was struck is counted on.
   * @throws RuleFault
   */
  set(rules: readonly string[]): Promise<void>;
  /** How often each rule struck so far, by its text; also of rules that were replaced. */
  counts(): Promise<Readonly<Record<string, number>>>;
  readonly database: DatabaseFaults;
  /**
   * All sandboxes of the function stand still between two invocations, and what connections they
   * had are dead when they thaw. Resolves when they have thawed.
   */
  freeze(functionName: FunctionName, ms: number): Promise<void>;
  /** The clocks of all sandboxes that the function has now jump, ahead or (negative) back. */
  jumpClock(functionName: FunctionName, ms: number): Promise<void>;
}

export interface DatabaseFaults {
  /** Kills the server with all its processes and starts it again on the same port and data. */
  kill(): Promise<void>;
  /** Stops the server; nothing else notices but those who need it. */
  stop(): Promise<void>;
  /** Ends an outage that {@link stop} began; clients find the server where it was. */
  start(): Promise<void>;
  /** Connections are cut, then it is read-only for a while, then it takes writes again. */
  failOver(readOnlyMs: number): Promise<void>;
  /** Connections are cut, and no new one is to be had for a while. */
  exhaust(ms: number): Promise<void>;
}

/** What an instance without faults answers to those who want some. */
export function noFaults(): FaultControl {
  const refuse = async () => {
    throw new Error("Faults are off. Start with --fault <rule>, or with the option faults.");
  };
  const database = { kill: refuse, stop: refuse, start: refuse, failOver: refuse, exhaust: refuse };
  return { set: refuse, counts: async () => ({}), database, freeze: refuse, jumpClock: refuse };
}
