import type { DatabasePool } from "slonik";
import { beatRedrive } from "../../../sql/queries/beat-redrive.ts";
import { endRedrive } from "../../../sql/queries/end-redrive.ts";
import { forgetRedriven } from "../../../sql/queries/forget-redriven.ts";
import { lapseRedrives } from "../../../sql/queries/lapse-redrives.ts";
import { listRedrives } from "../../../sql/queries/list-redrives.ts";
import { recordRedriven } from "../../../sql/queries/record-redriven.ts";
import { recountRedrive } from "../../../sql/queries/recount-redrive.ts";
import { resumeRedrive } from "../../../sql/queries/resume-redrive.ts";
import { sentBefore } from "../../../sql/queries/sent-before.ts";
import { settleFates } from "../../../sql/queries/settle-fates.ts";
import { startRedrive } from "../../../sql/queries/start-redrive.ts";
import { stopRedrive } from "../../../sql/queries/stop-redrive.ts";
import type { RedriveStore, SentLetter } from "../../operations/ports.ts";
import { RecordRejected } from "../../ports/store-errors.ts";
import { ask } from "./ask.ts";

/** Twice as long as a letter can wait in two queues and a dead-letter queue. */
const rememberedDays = 90;

/** @param lapseSeconds After how long without a sign of life a redrive counts as killed. */
export function createRedriveStore(
  pool: DatabasePool,
  { lapseSeconds }: { readonly lapseSeconds: number },
): RedriveStore {
  const lapse = () => ask(pool, (connection) => connection.query(lapseRedrives(lapseSeconds)));
  const settle = (id: string) => ask(pool, (connection) => connection.query(settleFates(id)));

  return {
    start: async ({ filter, pace, ...redrive }) => {
      await lapse();
      await ask(pool, (connection) => connection.query(forgetRedriven(rememberedDays)));
      const statement = startRedrive({
        ...redrive,
        filter: JSON.stringify(filter),
        pace: JSON.stringify(pace),
      });
      return (await ask(pool, (connection) => connection.maybeOne(statement))) ?? undefined;
    },
    resume: async (id, actor) => {
      await lapse();
      return (await resumed(pool, id, actor)) ?? undefined;
    },
    stop: async (id) => (await ask(pool, (connection) => connection.maybeOne(stopRedrive(id)))) ?? undefined,
    sentBefore: async (id, letterIds) => {
      const rows = await ask(pool, (connection) => connection.any(sentBefore(id, letterIds)));
      return new Set(rows.map(({ letterId }) => letterId));
    },
    record: async ({ id, run }, letters) => {
      const statement = recordRedriven(id, run, letters.map(redrivenRecord));
      const rows = await ask(pool, (connection) => connection.any(statement));
      return rows.length === letters.length;
    },
    beat: async ({ id, run }) => {
      await settle(id);
      const counts = await ask(pool, (connection) => connection.maybeOne(beatRedrive(id, run)));
      if (counts === null) return undefined;
      const { sent, stored, duplicates, dead } = counts;
      return { ...counts, undecided: sent - stored - duplicates - dead };
    },
    end: async ({ id, run }, { state, reason = null, detail = null }) => {
      await settle(id);
      const statement = endRedrive(id, run, { state, reason, detail });
      return (await ask(pool, (connection) => connection.maybeOne(statement))) ?? undefined;
    },
    find: async (id) => {
      await lapse();
      await settle(id);
      return (await ask(pool, (connection) => connection.maybeOne(recountRedrive(id)))) ?? undefined;
    },
    list: async (limit) => {
      await lapse();
      return ask(pool, (connection) => connection.any(listRedrives(limit)));
    },
  };
}

/** None, too, when another redrive of its source is running, which the unique index shows. */
async function resumed(pool: DatabasePool, id: string, actor: string) {
  try {
    return await ask(pool, (connection) => connection.maybeOne(resumeRedrive(id, actor)));
  } catch (error) {
    if (error instanceof RecordRejected) return null;
    throw error;
  }
}

function redrivenRecord(letter: SentLetter) {
  return {
    letterId: letter.letterId,
    messageId: letter.messageId,
    eventId: letter.eventId ?? null,
    acceptanceId: letter.acceptanceId ?? null,
    fingerprint: letter.fingerprint === undefined ? null : Buffer.from(letter.fingerprint, "hex"),
    type: letter.type ?? null,
  };
}
