import type { Evidence, Heard, Row } from "../evidence.ts";
import { checkTrails, type Promised, type Violation } from "../promise.ts";
import type { Trail } from "../trail.ts";

/** Every notification, repeated ones too, says what the row says. */
export const announcedAsStored: Promised = {
  promise: "every notification says what is stored",
  check: (evidence, trails) => {
    const { violations } = checkTrails(trails, faultsOf);
    return { checked: evidence.heard.length, violations: [...violations, ...unreadable(evidence)] };
  },
};

function faultsOf({ rows: [row], heard }: Trail): readonly string[] {
  if (row === undefined) return [];
  return [...new Set(heard.flatMap((notification) => differencesTo(row, notification)))];
}

function differencesTo(row: Row, heard: Heard): readonly string[] {
  const { content } = row;
  const { attributes } = heard;
  const pairs: readonly (readonly [name: string, said: unknown, stored: unknown])[] = [
    ["correlationid", heard.correlationId, row.correlationId],
    ["producer", heard.producer, row.producer],
    ["source", heard.source, content.source],
    ["id", heard.sourceId, content.sourceId],
    ["type", heard.type, content.type],
    ["subject", heard.subject, content.subject],
    ["time", heard.time, content.time],
    ["fingerprint", heard.fingerprint, content.fingerprint],
    ["attribute type", attributes["type"], content.type],
    ["attribute source", attributes["source"], content.source],
    ["attribute producer", attributes["producer"], row.producer],
    ["attribute correlation_id", attributes["correlation_id"], row.correlationId],
    ["attribute fingerprint", attributes["fingerprint"], content.fingerprint],
    ...payloadPairs(row, heard),
  ];
  return pairs.flatMap(([name, said, stored]) =>
    said === stored ? [] : [`a notification's ${name} is ${said}, stored is ${stored}`],
  );
}

/** A notification carries the payload, or says where it can be read. */
function payloadPairs({ eventId, content }: Row, { carried, dataref }: Heard) {
  return carried === undefined
    ? [["dataref", dataref, `/v1/events/${eventId}/payload`] as const]
    : [["data (its hash)", carried.fingerprint, content.fingerprint] as const];
}

function unreadable({ unreadable: texts }: Evidence): readonly Violation[] {
  return texts.map((text) => ({
    eventId: undefined,
    what: `the subscription got something that is no notification: ${text.slice(0, 200)}`,
  }));
}
