import { jsonPointer } from "../json/json-pointer.ts";
import { Problem } from "../problem.ts";
import { asObject } from "./as-object.ts";
import type { EventDraft } from "./event-draft.ts";

const members = ["type", "data", "id", "source", "subject", "time", "dataschema"];

/** The plain form `{type, data, id?, source?, subject?, time?, dataschema?}`. */
export function readPlain(value: unknown): EventDraft {
  const { data, ...attributes } = asObject(value);
  const unknown = Object.keys(attributes).filter((name) => !members.includes(name));
  if (unknown.length > 0) {
    const message =
      "is not a member of a plain event; put it into data.metadata, or send a CloudEvent as application/cloudevents+json";
    throw new Problem("schema_violation", `A plain event has only the members ${members.join(", ")}.`, {
      faults: unknown.slice(0, 20).map((name) => ({ path: jsonPointer([name]), message })),
    });
  }
  return { attributes, data, locate: jsonPointer };
}
