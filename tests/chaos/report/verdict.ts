import type { Judgement } from "../oracle/judge.ts";
import { table } from "./table.ts";

/** The oracle's table and both sides of the account. */
export function verdictText({ findings, account }: Judgement): string {
  const rows = findings.map(({ promise, checked, violations }) => [promise, checked, violations.length]);
  const { taken, unanswered, found, stored, duplicates, conflicts, dead, notifications } = account;
  return [
    table(["promise", "checked", "violations"], rows),
    "",
    `${taken} acceptances got a 202, ${unanswered} requests for an event got no answer or a 5xx.`,
    `${found} acceptances = ${stored} stored + ${duplicates} duplicates + ${conflicts} conflicts + ${dead} otherwise dead.`,
    `${notifications} notifications for ${stored} stored events.`,
  ].join("\n");
}
