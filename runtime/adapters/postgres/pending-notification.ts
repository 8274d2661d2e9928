import canonicalize from "canonicalize";
import type { StoredEvent } from "../../../sql/queries/stored-event.ts";
import { parseFaithfully } from "../../contract/faithful-json.ts";
import type { PendingNotification } from "../../ports/pending-notification.ts";

/** `jsonb` keeps the value and not its order, so the canonical text is written anew. */
export function pendingNotification({ data, ...stored }: StoredEvent): PendingNotification {
  return data === undefined ? stored : { ...stored, canonical: canonicalize(parseFaithfully(data)) };
}
