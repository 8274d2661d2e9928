import type * as v from "valibot";
import { knownName } from "../../contract/known-names.ts";

const mostPlaces = 20;

/** Where a value does not match its schema, each place once, for a failure reason; `whole` names the value itself. */
export function placesOf(issues: readonly v.BaseIssue<unknown>[], whole: string): string {
  const places = issues.map(({ path }) => path?.map(({ key }) => knownName(String(key))).join(".") ?? whole);
  return [...new Set(places)].slice(0, mostPlaces).join(", ");
}
