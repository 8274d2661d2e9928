import { type Replay, type ReplaySelection, replayStopReasons } from "../../contract/replays.ts";
import { lapseSeconds } from "../lapse.ts";
import { messageOf } from "../message-of.ts";
import { Refused } from "../refused.ts";
import type { Watch } from "../watch.ts";
import { announceAll } from "./announce-all.ts";
import type { ReplayEnding, ReplayPorts, ReplayProgress } from "./replay-ports.ts";

export interface ReplayOrder {
  readonly selection: ReplaySelection;
  /** Announcements a second at most. */
  readonly rate: number;
  /** Who wants it, for the record. */
  readonly actor: string;
}

/**
 * Announces stored events again, in the order of their receipt and marked as announced again. What is
 * stored, the outbox and receipts stay as they are.
 * @throws Refused when another replay is running.
 */
export async function startReplay(
  order: ReplayOrder,
  ports: ReplayPorts,
  watch: Watch<ReplayProgress> = {},
): Promise<Replay> {
  const replay = await ports.replays.start({ id: ports.newId(), ...order });
  if (replay === undefined) throw await alreadyRunning(ports);
  return carryOut(replay, order.actor, ports, watch);
}

/**
 * Goes on with a replay that has stopped or was killed, from where it came to; what was announced in its
 * last moment may be announced twice.
 * @throws Refused when there is no such replay, or it cannot be resumed now.
 */
export async function resumeReplay(
  {
    id,
    actor,
    rate,
  }: Pick<ReplayOrder, "actor"> & { readonly id: string; readonly rate?: number | undefined },
  ports: ReplayPorts,
  watch: Watch<ReplayProgress> = {},
): Promise<Replay> {
  const { state } = knownReplay(id, await ports.replays.find(id));
  if (state === "finished") throw new Refused(`The replay ${id} has finished. Start a new one.`);
  const replay = await ports.replays.resume(id, actor, rate);
  if (replay === undefined) throw await alreadyRunning(ports);
  return carryOut(replay, actor, ports, watch);
}

/** Stops a replay wherever it runs. @throws Refused when it does not run. */
export async function stopReplay(id: string, { replays }: Pick<ReplayPorts, "replays">): Promise<Replay> {
  const { state } = knownReplay(id, await replays.find(id));
  if (state !== "running") throw new Refused(`The replay ${id} is not running: it has ${state}.`);
  return knownReplay(id, (await replays.stop(id)) ?? (await replays.find(id)));
}

/** @throws Refused when there is none. */
export function knownReplay(id: string, found: Replay | undefined): Replay {
  if (found === undefined) throw new Refused(`There is no replay ${id}. See the list of replays.`);
  return found;
}

/** What a replay came to and what to do now, for the operator. */
export function replayAdvice({ id, state, reason, detail, counts }: Replay): string {
  const told = detail === null ? "" : ` ${detail}`;
  if (state === "running") return `The replay ${id} is running.`;
  const refused =
    counts.refused === 0
      ? ""
      : ` SNS refused ${counts.refused} of the events for what they are: see "announcement refused" in the log.`;
  if (state === "finished") return `The replay ${id} has finished.${told}${refused}`;
  const why = reason === null ? "" : ` ${replayStopReasons[reason]}`;
  return `The replay ${id} has stopped.${why}${told}${refused} It can be resumed, and goes on from where it came to.`;
}

async function alreadyRunning({ replays }: ReplayPorts): Promise<Refused> {
  const running = (await replays.list(100)).find(({ state }) => state === "running");
  if (running === undefined) return new Refused("Another replay has just ended. Try again.");
  const { id, actor, startedAt, heartbeatAt } = running;
  return new Refused(
    `The replay ${id} of ${actor} is running since ${startedAt}, its last sign of life was at ${heartbeatAt}. ` +
      `Wait until it has ended, or stop it. One that was killed can be resumed ${lapseSeconds} seconds after its last sign of life.`,
  );
}

async function carryOut(
  replay: Replay,
  actor: string,
  ports: ReplayPorts,
  watch: Watch<ReplayProgress>,
): Promise<Replay> {
  note("replay started", replay, actor, ports);
  const ending = await announceAll(replay, ports, watch).catch(
    (error: unknown): ReplayEnding => ({ state: "stopped", reason: "failed", detail: messageOf(error) }),
  );
  const ended = ending === "lost" ? undefined : await ports.replays.end(replay, ending);
  const now = ended ?? (await stoppedByAnother(replay, ports));
  note(`replay ${now.state}`, now, actor, ports);
  return now;
}

/** @throws Refused when another process goes on with it. */
async function stoppedByAnother({ id, run }: Replay, { replays }: ReplayPorts): Promise<Replay> {
  const now = await replays.find(id);
  if (now?.run === run && now.state === "stopped") return now;
  throw new Refused(
    `Another process goes on with the replay ${id}, as this one gave no sign of life for too long. Nothing is lost: see the list of replays.`,
  );
}

/** The record for the log, which outlives the database. */
function note(message: string, replay: Replay, actor: string, { log }: ReplayPorts): void {
  const { id, selection, rate, state, reason, detail, run, reached, counts } = replay;
  log.info(message, {
    correlationId: id,
    actor,
    ...{ replayId: id, selection, rate, state, reason, detail, run, reached, counts },
  });
}
