import { type FragmentSqlToken, sql } from "slonik";

/** A `timestamptz` as RFC 3339 writes it, in UTC and milliseconds, as JavaScript's `toISOString` does. */
export function rfc3339(moment: FragmentSqlToken): FragmentSqlToken {
  return sql.fragment`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** The same in microseconds, which is all that the database knows, so that a row is found by it again. */
export function rfc3339Micros(moment: FragmentSqlToken): FragmentSqlToken {
  return sql.fragment`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
