import type { Replay, ReplayStopReason } from "../../contract/replays.ts";
import { RateLimit } from "../rate-limit.ts";
import type { Watch } from "../watch.ts";
import { announceAgain } from "./announce-again.ts";
import { type Part, partsOf } from "./parts.ts";
import type { ReplayEnding, ReplayPorts, ReplayProgress } from "./replay-ports.ts";

/** Events that are looked at together; their payloads are in memory, of 64 KiB each at most. */
const slice = 250;

type Ending = ReplayEnding | "lost";

/**
 * Announces slice after slice until none is left or it has to stop; a slice is read while the one before
 * is announced.
 * @returns how it ended, or "lost" when the run is no longer the replay's.
 */
export async function announceAll(
  replay: Replay,
  ports: ReplayPorts,
  watch: Watch<ReplayProgress>,
): Promise<Ending> {
  const announcePart = announcer(replay, ports, watch);
  let next = ports.replays.read(replay.selection, replay.reached, slice);
  for (;;) {
    const looked = await next;
    const last = looked.at(-1);
    if (last === undefined) return { state: "finished" };
    next = ports.replays.read(replay.selection, last.place, slice);
    // What fails here is told by the next turn; unheard it would end the process.
    next.catch(() => {});
    // A part is announced and noted about once a second, so that it is a sign of life.
    for (const part of partsOf(looked, replay.rate)) {
      const ending = await announcePart(part);
      if (ending !== undefined) return ending;
    }
  }
}

/** Announces one part after the other; undefined when the next may follow. */
function announcer(replay: Replay, ports: ReplayPorts, watch: Watch<ReplayProgress>) {
  const rate = new RateLimit(replay.rate, ports);
  const stopped = () => stopReason(watch, ports);
  const counts = { announced: 0, refused: 0 };

  return async ({ events, last }: Part): Promise<Ending | undefined> => {
    await rate.take(events.length, () => stopped() !== undefined);
    const reason = stopped();
    if (reason !== undefined) return { state: "stopped", reason };
    const { outage, ...added } = await announceAgain(replay.id, events, ports);
    // Noted only when the whole part is through: what a resume announces twice is better than a loss.
    if (outage !== undefined) return { state: "stopped", reason: "topic_away", detail: outage };
    if (!(await ports.replays.advance(replay, last, added))) return "lost";
    counts.announced += added.announced;
    counts.refused += added.refused;
    watch.onProgress?.({ phase: "replaying", reached: last.receivedAt, counts: { ...counts } });
    return undefined;
  };
}

function stopReason(
  { signal, deadline }: Watch<ReplayProgress>,
  { now }: ReplayPorts,
): ReplayStopReason | undefined {
  if (signal?.aborted === true) return "interrupted";
  return deadline !== undefined && now() >= deadline ? "deadline" : undefined;
}
