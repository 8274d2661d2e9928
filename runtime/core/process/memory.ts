import type { Random } from "../../ports/chance.ts";
import type { Clock } from "../../ports/time.ts";
import { Circuit, pausesOf } from "../circuit.ts";
import { Aftermath } from "./aftermath.ts";
import type { BackoffBounds } from "./backoff.ts";
import { Witness } from "./witness.ts";

/** What a sandbox remembers from batch to batch; it dies with the sandbox. */
export interface Memory {
  readonly store: Circuit;
  readonly payloads: Circuit;
  readonly topic: Circuit;
  readonly aftermath: Aftermath;
  readonly witness: Witness;
}

export function newMemory(now: Clock, random: Random, backoff: BackoffBounds): Memory {
  const pauses = pausesOf(backoff);
  return {
    store: new Circuit("store", now, random, pauses),
    payloads: new Circuit("payloads", now, random, pauses),
    topic: new Circuit("topic", now, random, pauses),
    aftermath: new Aftermath(now, backoff),
    witness: new Witness(now),
  };
}
