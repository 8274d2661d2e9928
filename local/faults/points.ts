import type { Action } from "./actions.ts";

/** A place where faults can strike. */
interface Description {
  /** What happens there each time; each time is an occurrence that a rule may strike. */
  readonly meaning: string;
  readonly actions: readonly Action[];
}

const call = ["refuse", "slow", "silent", "silent-after", "crash", "crash-after"] as const;
const batchCall = ["refuse-some", ...call] as const;
const statement = ["slow", "silent", "silent-after", "cut", "cut-after", "crash", "crash-after"] as const;
const invocation = ["throttle", "crash", "crash-after", "freeze", "jump"] as const;

/** Every point; docs/faults.md lists them for people. */
export const points = {
  gateway: { meaning: "a request reaches the API", actions: ["throttle", "cut", "cut-after"] },
  ingest: { meaning: "the ingest function is invoked", actions: invocation },
  process: { meaning: "the process function is invoked", actions: invocation },
  query: { meaning: "the query function is invoked", actions: invocation },
  relay: { meaning: "the relay function is invoked", actions: invocation },
  upkeep: { meaning: "the upkeep function is invoked", actions: invocation },
  "event-source": {
    meaning: "Lambda has received a batch from the event queue",
    actions: ["duplicate", "reorder", "lapse", "throttle", "undeleted"],
  },
  "s3.put": { meaning: "ingest writes a large payload to S3", actions: call },
  "s3.get": {
    meaning: "a function reads a payload from S3",
    actions: ["refuse", "slow", "silent", "corrupt", "garble", "missing", "crash"],
  },
  "s3.directory": {
    meaning: "a function reads the directory of producers from S3",
    actions: ["refuse", "slow", "silent", "missing", "crash"],
  },
  "sqs.send": { meaning: "a function sends events to the event queue", actions: batchCall },
  "sqs.dead-letter": { meaning: "process sends to the dead-letter queue", actions: batchCall },
  "sqs.postpone": { meaning: "process sets the back-off of failed messages", actions: call },
  "sns.publish": { meaning: "process or relay publishes notifications", actions: batchCall },
  "process.claim": { meaning: "process claims and stores a batch in one statement", actions: statement },
  "process.clear": { meaning: "process clears what it published from the outbox", actions: statement },
  "process.bury": { meaning: "process notes dead events in the database", actions: statement },
  "relay.lease": { meaning: "relay leases what is left in the outbox", actions: statement },
  "relay.clear": { meaning: "relay clears what it published from the outbox", actions: statement },
  "database.statement": {
    meaning: "any function sends any statement",
    actions: ["slow", "silent", "silent-after", "cut", "cut-after"],
  },
  "database.connect": {
    meaning: "any function opens a connection to PostgreSQL",
    actions: ["refuse", "slow", "silent", "cut"],
  },
  "database.server": {
    meaning: "any function sends any statement, and the server itself is struck",
    actions: ["kill", "stop", "fail-over", "exhaust"],
  },
} as const satisfies Record<string, Description>;

export type Point = keyof typeof points;

export function isPoint(word: string): word is Point {
  return Object.hasOwn(points, word);
}

export function actionsOf(point: Point): readonly Action[] {
  return points[point].actions;
}
