import * as v from "valibot";
import { EventAttributes } from "../../contract/cloud-event.ts";
import { dataschemaOf, eventTypes, findEventType } from "../../contract/event-types/index.ts";
import { type Fault, Problem } from "../problem.ts";
import type { EventDraft } from "./event-draft.ts";

const mostFaults = 20;

/**
 * Checks attributes and payload against the contract and names everything that is wrong at once.
 * @throws Problem unknown_type or schema_violation.
 */
export function checkEvent(
  attributes: Readonly<Record<string, unknown>>,
  draft: EventDraft,
): EventAttributes {
  const result = v.safeParse(EventAttributes, attributes);
  const faults = [...faultsOf(result.issues ?? [], [], draft), ...payloadFaults(attributes["type"], draft)];
  if (result.success && faults.length === 0) return requireDataschema(result.output, draft);
  throw new Problem("schema_violation", summary(faults), { faults: faults.slice(0, mostFaults) });
}

function payloadFaults(type: unknown, draft: EventDraft): readonly Fault[] {
  if (typeof type !== "string") return [];
  const eventType = findEventType(type);
  if (eventType === undefined) throw unknownType(draft);
  return faultsOf(v.safeParse(eventType.schema, draft.data).issues ?? [], ["data"], draft);
}

function unknownType(draft: EventDraft): Problem {
  const message = `must be one of ${Object.keys(eventTypes).join(", ")}`;
  return new Problem("unknown_type", `The event's type ${message}; GET /v1/schemas describes each.`, {
    faults: [{ path: draft.locate(["type"]), message }],
  });
}

/** A producer that names a schema must name the one that its payload was checked against. */
function requireDataschema(event: EventAttributes, draft: EventDraft): EventAttributes {
  const expected = dataschemaOf(event.type);
  if (event.dataschema === undefined || event.dataschema === expected) return event;
  throw new Problem("schema_violation", "The event names a schema that is not its type's.", {
    faults: [{ path: draft.locate(["dataschema"]), message: `must be ${expected} or absent` }],
  });
}

function faultsOf(
  issues: readonly v.BaseIssue<unknown>[],
  root: readonly string[],
  draft: EventDraft,
): Fault[] {
  return issues.map((issue) => ({
    path: draft.locate([...root, ...(issue.path ?? []).map(({ key }) => String(key))]),
    message: messageOf(issue),
  }));
}

/** Valibot's own messages quote the received value, which may be a payload's; ours name only what is expected. */
function messageOf({ kind, type, expected, message, received }: v.BaseIssue<unknown>): string {
  if (kind !== "schema") return message;
  if (received === "undefined") return "is required";
  if (type === "strict_object" && expected === "never")
    return "is not known here; free fields belong into data.metadata";
  if (message.startsWith("Invalid ")) return `must be ${expected ?? type}`;
  return message;
}

function summary(faults: readonly Fault[]): string {
  if (faults.length === 1) return "One thing is wrong with the event; see errors.";
  const shown = faults.length > mostFaults ? `; the first ${mostFaults} are in errors` : "; see errors";
  return `${faults.length} things are wrong with the event${shown}.`;
}
