import type { DatabasePool } from "slonik";
import { advanceReplay } from "../../../sql/queries/advance-replay.ts";
import { endReplay } from "../../../sql/queries/end-replay.ts";
import { lapseReplays } from "../../../sql/queries/lapse-replays.ts";
import { listReplays } from "../../../sql/queries/list-replays.ts";
import { countSlice, replaySlice } from "../../../sql/queries/replay-slice.ts";
import { resumeReplay } from "../../../sql/queries/resume-replay.ts";
import { startReplay } from "../../../sql/queries/start-replay.ts";
import { stopReplay } from "../../../sql/queries/stop-replay.ts";
import type { ReplayStore } from "../../operations/replay/replay-ports.ts";
import { RecordRejected } from "../../ports/store-errors.ts";
import { ask } from "./ask.ts";
import { pendingNotification } from "./pending-notification.ts";

export interface ReplayStoreOptions {
  /** After how long without a sign of life a replay counts as killed. */
  readonly lapseSeconds: number;
  /** Largest canonical payload that a notification carries, in bytes. */
  readonly inlineBytes: number;
}

export function createReplayStore(
  pool: DatabasePool,
  { lapseSeconds, inlineBytes }: ReplayStoreOptions,
): ReplayStore {
  const lapse = () => ask(pool, (connection) => connection.query(lapseReplays(lapseSeconds)));

  return {
    start: async ({ selection, ...replay }) => {
      await lapse();
      const statement = startReplay({
        ...replay,
        selection: JSON.stringify(selection),
        from: selection.from,
      });
      return (await ask(pool, (connection) => connection.maybeOne(statement))) ?? undefined;
    },
    resume: async (id, actor, rate) => {
      await lapse();
      return (await resumed(pool, resumeReplay(id, actor, rate ?? null))) ?? undefined;
    },
    stop: async (id) => (await ask(pool, (connection) => connection.maybeOne(stopReplay(id)))) ?? undefined,
    read: async (selection, after, most) => {
      const statement = replaySlice({ selection, after, most }, inlineBytes);
      const rows = await ask(pool, (connection) => connection.any(statement));
      return rows.map(({ receivedAt, eventId, stored }) => ({
        place: { receivedAt, eventId },
        event: stored === null ? undefined : pendingNotification(stored),
      }));
    },
    count: async (selection, after, most) => {
      const statement = countSlice({ selection, after, most });
      const { selected, receivedAt, eventId } = await ask(pool, (connection) => connection.one(statement));
      return {
        selected,
        last: receivedAt === null || eventId === null ? undefined : { receivedAt, eventId },
      };
    },
    advance: async ({ id, run }, reached, counts) => {
      const statement = advanceReplay(id, run, reached, counts);
      return (await ask(pool, (connection) => connection.maybeOne(statement))) !== null;
    },
    end: async ({ id, run }, { state, reason = null, detail = null }) => {
      const statement = endReplay(id, run, { state, reason, detail });
      return (await ask(pool, (connection) => connection.maybeOne(statement))) ?? undefined;
    },
    find: async (id) => {
      await lapse();
      const [found] = await ask(pool, (connection) => connection.any(listReplays(1, id)));
      return found;
    },
    list: async (limit) => {
      await lapse();
      return ask(pool, (connection) => connection.any(listReplays(limit)));
    },
  };
}

/** None, too, when another replay is running, which the unique index shows. */
async function resumed(pool: DatabasePool, statement: ReturnType<typeof resumeReplay>) {
  try {
    return await ask(pool, (connection) => connection.maybeOne(statement));
  } catch (error) {
    if (error instanceof RecordRejected) return null;
    throw error;
  }
}
