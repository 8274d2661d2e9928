import type { Redrive } from "../contract/dead-events.ts";
import type { Replay } from "../contract/replays.ts";
import type { ReceiptStore } from "../ports/receipt-store.ts";
import type { Command, CommandOf, Queues } from "./commands.ts";
import { groupDeadEvents } from "./dead-events/groups.ts";
import { listDeadEvents } from "./dead-events/list.ts";
import { showDeadEvent } from "./dead-events/show.ts";
import { cancelMove, listMoves, startMove } from "./move-queue.ts";
import type { MoveTasks, QueuePair } from "./ports.ts";
import { adviceOf } from "./redrive/advice.ts";
import { resumeRedrive, startRedrive } from "./redrive/redrive.ts";
import type { RedrivePorts, RedriveProgress } from "./redrive/redrive-ports.ts";
import { countReplay } from "./replay/count-replay.ts";
import { replayAdvice, resumeReplay, startReplay, stopReplay } from "./replay/replay.ts";
import type { ReplayPorts, ReplayProgress } from "./replay/replay-ports.ts";
import { expectRunning, known } from "./run.ts";
import type { Watch } from "./watch.ts";

export interface OperatePorts extends Omit<RedrivePorts, "queues">, ReplayPorts {
  /** A subscriber's queues, or without them those of accepted events. */
  readonly queuesOf: (queues: Queues | undefined) => QueuePair;
  readonly movesOf: (queues: Queues | undefined) => MoveTasks;
  readonly receipts: ReceiptStore;
}

/** How far a run is. */
export type Progress = RedriveProgress | ReplayProgress;

/** With a sentence for the operator. */
export type Advised<Run> = Run & { readonly advice: string };

/** What a command answers. */
type Answers = { readonly [Name in Command["command"]]: (command: CommandOf<Name>) => Promise<unknown> };

/**
 * Does what an operator asks for and writes it down.
 * @throws Refused with a reason for the operator.
 */
export async function operate(
  command: Command,
  ports: OperatePorts,
  correlationId: string,
  watch: Watch<Progress> = {},
): Promise<unknown> {
  const { actor, ...asked } = command;
  ports.log.info("command received", { correlationId, actor, ...asked });
  const queues = ports.queuesOf("queues" in command ? command.queues : undefined);
  const answer = answers({ ...ports, queues }, watch)[command.command] as (command: Command) => unknown;
  return await answer(command);
}

function answers(ports: OperatePorts & RedrivePorts, watch: Watch<Progress>): Answers {
  return { ...deadEventAnswers(ports, watch), ...replayAnswers(ports, watch) };
}

function deadEventAnswers(
  ports: OperatePorts & RedrivePorts,
  watch: Watch<Progress>,
): Omit<Answers, `replays.${string}`> {
  const { redrives } = ports;
  const letters = { ...ports, queue: ports.queues.source };
  return {
    "deadEvents.list": (command) => listDeadEvents(command, letters),
    "deadEvents.groups": (command) => groupDeadEvents(command, letters),
    "deadEvents.show": (command) => showDeadEvent(command, letters),
    "deadEvents.redrive": async (command) =>
      command.dryRun
        ? await groupDeadEvents(command, letters)
        : advised(await startRedrive(orderOf(command), ports, watch)),
    "redrives.list": ({ limit }) => redrives.list(limit),
    "redrives.show": async ({ id }) => advised(known("redrive", id, await redrives.find(id))),
    "redrives.resume": async (command) => advised(await resumeRedrive(command, ports, watch)),
    "redrives.stop": async ({ id }) => {
      expectRunning("redrive", known("redrive", id, await redrives.find(id)));
      return advised(known("redrive", id, (await redrives.stop(id)) ?? (await redrives.find(id))));
    },
    "moves.start": async ({ messagesPerSecond, queues }) => ({
      taskHandle: await startMove(messagesPerSecond, ports.movesOf(queues)),
    }),
    "moves.list": ({ queues }) => listMoves(ports.movesOf(queues)),
    "moves.cancel": async ({ taskHandle, queues }) => ({
      moved: await cancelMove(taskHandle, ports.movesOf(queues)),
    }),
  };
}

function replayAnswers(
  ports: OperatePorts,
  watch: Watch<Progress>,
): Pick<Answers, Extract<keyof Answers, `replays.${string}`>> {
  const { replays } = ports;
  return {
    "replays.start": async ({ from, to, types, producers, ...command }) => {
      const selection = { from, to, types, producers };
      return command.dryRun
        ? await countReplay({ selection, ...command }, ports)
        : replayAdvised(await startReplay({ selection, ...command }, ports, watch));
    },
    "replays.list": ({ limit }) => replays.list(limit),
    "replays.show": async ({ id }) => replayAdvised(known("replay", id, await replays.find(id))),
    "replays.resume": async (command) => replayAdvised(await resumeReplay(command, ports, watch)),
    "replays.stop": async ({ id }) => replayAdvised(await stopReplay(id, ports)),
  };
}

function orderOf(command: CommandOf<"deadEvents.redrive">) {
  const { filter, actor, rate, canary, failureRatio, patienceSeconds } = command;
  return { filter, actor, pace: { rate, canary, failureRatio, patienceSeconds } };
}

function advised(redrive: Redrive): Advised<Redrive> {
  return { ...redrive, advice: adviceOf(redrive) };
}

function replayAdvised(replay: Replay): Advised<Replay> {
  return { ...replay, advice: replayAdvice(replay) };
}
