import { type Replay, type ReplaySelection, replayStopReasons } from "../../contract/replays.ts";
import { messageOf } from "../message-of.ts";
import { Refused } from "../refused.ts";
import { anotherRuns, expectRunning, known, stoppedByAnother } from "../run.ts";
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
  if (replay === undefined) throw await refusal(ports);
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
  const { state } = known("replay", id, await ports.replays.find(id));
  if (state === "finished") throw new Refused(`The replay ${id} has finished. Start a new one.`);
  const replay = await ports.replays.resume(id, actor, rate);
  if (replay === undefined) throw await refusal(ports);
  return carryOut(replay, actor, ports, watch);
}

/** Stops a replay wherever it runs. @throws Refused when it does not run. */
export async function stopReplay(id: string, { replays }: Pick<ReplayPorts, "replays">): Promise<Replay> {
  expectRunning("replay", known("replay", id, await replays.find(id)));
  return known("replay", id, (await replays.stop(id)) ?? (await replays.find(id)));
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

async function refusal({ replays }: ReplayPorts): Promise<Refused> {
  return anotherRuns(
    "replay",
    (await replays.list(100)).find(({ state }) => state === "running"),
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
  const now = ended ?? stoppedByAnother("replay", replay, await ports.replays.find(replay.id));
  note(`replay ${now.state}`, now, actor, ports);
  return now;
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
