import * as v from "valibot";
import { Text, Whole } from "../contract/bounded.ts";
import { DeadEventFilter, RedrivePace } from "../contract/dead-events.ts";
import { Uuid } from "../contract/identifiers.ts";
import { ReplaySelection, replayRate } from "../contract/replays.ts";
import { Timestamp } from "../contract/timestamp.ts";
import { fastestMove } from "./move-queue.ts";

const QueueUrl = v.pipe(v.string(), v.url("must be the URL of a queue"));

/** A subscriber's queue and its redrive queue. */
const Queues = v.strictObject({ deadLetterQueueUrl: QueueUrl, queueUrl: QueueUrl });

export type Queues = v.InferOutput<typeof Queues>;

/** Who wants it, for the record. */
const Actor = { actor: Text(128) };

const Common = {
  ...Actor,
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

const Replay = { ...Actor, id: Uuid };

const StartReplay = v.pipe(
  v.strictObject({
    ...Actor,
    command: v.literal("replays.start"),
    ...ReplaySelection.entries,
    /** Without it until now. */
    to: v.optional(Timestamp, () => new Date().toISOString()),
    rate: v.optional(Whole(1, replayRate.most), replayRate.byDefault),
    /** Counts what would be announced, and announces nothing. */
    dryRun: v.optional(v.boolean(), false),
    /** Seconds that the counting may take. */
    seconds: v.optional(Whole(1, 600), 60),
  }),
  v.check(({ from, to }) => Date.parse(from) < Date.parse(to), "from must be before to"),
);

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
  StartReplay,
  v.strictObject({
    ...Actor,
    command: v.literal("replays.list"),
    limit: v.optional(Whole(1, 100), 20),
  }),
  v.strictObject({ ...Replay, command: v.literal("replays.show") }),
  v.strictObject({
    ...Replay,
    command: v.literal("replays.resume"),
    /** Without it as before. */
    rate: v.optional(Whole(1, replayRate.most)),
  }),
  v.strictObject({ ...Replay, command: v.literal("replays.stop") }),
] as const;

/** What an operator can ask for. */
export const Command = v.variant("command", commands);

export type Command = v.InferOutput<typeof Command>;

/** The command of one name. */
export type CommandOf<Name extends Command["command"]> = Extract<Command, { readonly command: Name }>;
