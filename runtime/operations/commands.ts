import * as v from "valibot";
import { DeadEventFilter, RedrivePace } from "../contract/dead-events.ts";
import { Uuid } from "../contract/identifiers.ts";
import { fastestMove } from "./move-queue.ts";

const Text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

const Whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const QueueUrl = v.pipe(v.string(), v.url("must be the URL of a queue"));

/** A subscriber's queue and its redrive queue. */
const Queues = v.strictObject({ deadLetterQueueUrl: QueueUrl, queueUrl: QueueUrl });

export type Queues = v.InferOutput<typeof Queues>;

const Common = {
  /** Who wants it, for the record. */
  actor: Text(128),
  /** A subscriber's queues; without them those of accepted events. */
  queues: v.optional(Queues),
};

const Look = {
  ...Common,
  filter: v.optional(DeadEventFilter, {}),
  /** Seconds that the look may take. */
  seconds: v.optional(Whole(1, 600), 60),
};

const ListDeadEvents = v.strictObject({
  ...Look,
  command: v.literal("deadEvents.list"),
  limit: v.optional(Whole(1, 1_000), 50),
  /** `next` of the page before. */
  after: v.optional(Text(256)),
});

const GroupDeadEvents = v.strictObject({ ...Look, command: v.literal("deadEvents.groups") });

const ShowDeadEvent = v.strictObject({
  ...Common,
  command: v.literal("deadEvents.show"),
  id: Text(128),
  payload: v.optional(v.boolean(), false),
  seconds: v.optional(Whole(1, 600), 60),
});

const RedriveDeadEvents = v.pipe(
  v.strictObject({
    ...Look,
    command: v.literal("deadEvents.redrive"),
    ...RedrivePace.entries,
    /** Counts what would be sent back, and sends nothing. */
    dryRun: v.optional(v.boolean(), false),
    /** Says that an empty filter is meant. */
    all: v.optional(v.boolean(), false),
  }),
  v.check(
    ({ filter, all }) => all !== Object.keys(filter).length > 0,
    "name what is to be sent back in filter, or say all: true, not both",
  ),
);

const Id = { ...Common, id: Uuid };

const commands = [
  ListDeadEvents,
  GroupDeadEvents,
  ShowDeadEvent,
  RedriveDeadEvents,
  v.strictObject({
    ...Common,
    command: v.literal("redrives.list"),
    limit: v.optional(Whole(1, 100), 20),
  }),
  v.strictObject({ ...Id, command: v.literal("redrives.show") }),
  v.strictObject({ ...Id, command: v.literal("redrives.resume") }),
  v.strictObject({ ...Id, command: v.literal("redrives.stop") }),
  v.strictObject({
    ...Common,
    command: v.literal("moves.start"),
    messagesPerSecond: v.optional(Whole(1, fastestMove), 100),
  }),
  v.strictObject({ ...Common, command: v.literal("moves.list") }),
  v.strictObject({ ...Common, command: v.literal("moves.cancel"), taskHandle: Text(4_096) }),
] as const;

/** What an operator can ask for. */
export const Command = v.variant("command", commands);

export type Command = v.InferOutput<typeof Command>;

/** The command of one name. */
export type CommandOf<Name extends Command["command"]> = Extract<Command, { readonly command: Name }>;
