import * as v from "valibot";

const rfc3339 =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

function isTimestamp(text: string): boolean {
  const parts = rfc3339.exec(text)?.groups;
  if (parts === undefined) return false;
  const { year, month, day } = parts;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return Number(year) > 0 && date.getUTCMonth() + 1 === Number(month) && date.getUTCDate() === Number(day);
}

/**
 * An instant as RFC 3339 writes it, of a day that exists in the years 1 to 9999 and without leap
 * seconds, so that PostgreSQL holds every value that passes.
 */
export const Timestamp = v.pipe(
  v.string(),
  v.check(isTimestamp, "must be an RFC 3339 timestamp of an existing day, such as 2026-11-22T17:48:00Z"),
);
